// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.hashkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Comparator;

/** twemproxy's order of names. A server's index is its place in this order, not in the file. */
public final class ServerNames {
  /** By length in UTF-8 bytes, then by the bytes as unsigned numbers. Pools are sorted so too. */
  public static final Comparator<String> ORDER =
      Comparator.comparing(
          name -> name.getBytes(UTF_8),
          Comparator.<byte[]>comparingInt(bytes -> bytes.length)
              .thenComparing(Arrays::compareUnsigned));

  private ServerNames() {}
}
