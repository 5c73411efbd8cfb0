// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;

/**
 * What HTTP requests to the admin port must know, if anything: {@code Authorization: Bearer TOKEN},
 * or HTTP's Basic with the token as password and any user, so that a browser can ask for it.
 */
public final class AdminToken {
  private final byte[] token;

  public AdminToken(String token) {
    this.token = token.getBytes(UTF_8);
  }

  /**
   * Whether the value of an Authorization header holds the token.
   *
   * @param authorization one character per byte, as HTTP's headers are read
   */
  boolean isIn(String authorization) {
    Authorization said = Authorization.of(authorization);
    return said != null && matches(said.password().getBytes(ISO_8859_1));
  }

  /** In a time that tells nothing of how much of it was right. */
  private boolean matches(byte[] said) {
    return MessageDigest.isEqual(token, said);
  }

  /** Without the token: this may end up in a log. */
  @Override
  public String toString() {
    return "an admin token";
  }
}
