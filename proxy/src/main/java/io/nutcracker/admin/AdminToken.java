// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Base64;

/**
 * What HTTP requests to the admin port must know, if anything: {@code Authorization: Bearer TOKEN},
 * or HTTP's Basic with the token as password and any user, so that a browser can ask for it.
 */
public final class AdminToken {
  private static final String BEARER = "Bearer ";
  private static final String BASIC = "Basic ";

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
    if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return matches(authorization.substring(BEARER.length()).strip().getBytes(ISO_8859_1));
    }
    if (authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return matches(password(authorization.substring(BASIC.length()).strip()));
    }
    return false;
  }

  /** What stands behind the colon of {@code user:password}. */
  private static byte[] password(String credentials) {
    try {
      var text = new String(Base64.getDecoder().decode(credentials), ISO_8859_1);
      return text.substring(text.indexOf(':') + 1).getBytes(ISO_8859_1);
    } catch (IllegalArgumentException _) {
      return new byte[0];
    }
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
