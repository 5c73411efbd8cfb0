// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.hashkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Comparator;

/** twemproxy's order of names. A server's index is its place in this order, not in the file. */
public final class ServerNames {
  /** By length in UTF-8 bytes, then by the bytes as unsigned numbers. Pools are sorted so too. */
  public static final Comparator<String> ORDER = ServerNames::compare;

  private ServerNames() {}

  private static int compare(String name, String other) {
    byte[] bytes = name.getBytes(UTF_8);
    byte[] otherBytes = other.getBytes(UTF_8);
    int byLength = Integer.compare(bytes.length, otherBytes.length);
    return byLength != 0 ? byLength : Arrays.compareUnsigned(bytes, otherBytes);
  }
}
