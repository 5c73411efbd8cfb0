// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of the page, read from the class path.
 *
 * @param etag says which content it is, quotes included
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares files.
record PageFile(String contentType, byte[] content, String etag) {
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  /** Nothing else on the class path is anybody's business. */
  private static final Pattern NAME =
      Pattern.compile("(?:page/[a-z-]+|uplot/uPlot\\.(?:esm|min))\\.(html|css|js|svg)");

  /**
   * Reads it.
   *
   * @param name as in the paths of the admin port
   * @return null if there is none
   */
  static @Nullable PageFile read(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return null;
    }
    try (InputStream in = PageFile.class.getResourceAsStream(name)) {
      if (in == null) {
        return null;
      }
      byte[] content = in.readAllBytes();
      return new PageFile(requireNonNull(TYPES.get(matcher.group(1))), content, etag(content));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String etag(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return '"' + HexFormat.of().formatHex(digest, 0, 8) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
