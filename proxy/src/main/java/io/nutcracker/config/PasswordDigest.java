// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** The SHA-256 of a password, which is all that is kept of it. */
public final class PasswordDigest {
  private static final int LENGTH = 32;

  private final byte[] sha256;

  private PasswordDigest(byte[] sha256) {
    this.sha256 = sha256;
  }

  public static PasswordDigest of(byte[] password) {
    try {
      return new PasswordDigest(MessageDigest.getInstance("SHA-256").digest(password));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e); // every Java has it
    }
  }

  public static PasswordDigest of(String password) {
    return of(password.getBytes(UTF_8));
  }

  /** Of 64 digits, as {@code ACL SETUSER} takes them behind a {@code #}. */
  static PasswordDigest ofHex(String digits) {
    return new PasswordDigest(HexFormat.of().parseHex(digits));
  }

  /** The digest of no known password. */
  public static PasswordDigest ofNothing() {
    return new PasswordDigest(new byte[LENGTH]);
  }

  /** Takes the same time whether they are equal or not. */
  @Override
  public boolean equals(Object other) {
    return other instanceof PasswordDigest digest && MessageDigest.isEqual(sha256, digest.sha256);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sha256);
  }

  /** Without the digest: short passwords can be found from it. */
  @Override
  public String toString() {
    return "password";
  }
}
