// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The secret that an HTTP request names, one character per byte.
 *
 * @param user empty for {@code Bearer}, which has none
 */
public record Authorization(String user, String password) {
  private static final String BEARER = "Bearer ";
  private static final String BASIC = "Basic ";

  /**
   * What the value of an Authorization header holds, or null if that is nothing known.
   *
   * @param header one character per byte, as HTTP's headers are read
   */
  public static @Nullable Authorization of(String header) {
    if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return new Authorization("", header.substring(BEARER.length()).strip());
    }
    return header.regionMatches(true, 0, BASIC, 0, BASIC.length())
        ? ofBasic(header.substring(BASIC.length()).strip())
        : null;
  }

  /** {@code user:password} in Base64; without a colon it is all password. */
  private static @Nullable Authorization ofBasic(String credentials) {
    try {
      var text = new String(Base64.getDecoder().decode(credentials), ISO_8859_1);
      int colon = text.indexOf(':');
      return new Authorization(text.substring(0, Math.max(colon, 0)), text.substring(colon + 1));
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  /** Without the password: this may end up in a log. */
  @Override
  public String toString() {
    return "authorization of '" + user + "'";
  }
}
