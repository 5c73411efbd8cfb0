// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.conformance;

import io.nutcracker.testing.MemcachedServer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Looks at, and wipes, what a real memcached stores. */
final class MemcachedData {
  private static final int LONGEST_KEY = 250;

  private MemcachedData() {}

  /**
   * What a server answers when it is asked for every word of a transcript. (Its own list of keys
   * leaves out what happens to be in use.)
   */
  static List<String> list(MemcachedServer server, Transcript transcript) {
    var words =
        transcript.steps().stream()
            .flatMap(step -> Arrays.stream(step.input().split("[ \r\n]+", -1)))
            .filter(word -> !word.isEmpty() && word.length() <= LONGEST_KEY && !word.contains("\0"))
            .distinct()
            .collect(Collectors.joining(" "));
    var values = server.request("get " + words + "\r\n");
    return values.equals("END\r\n") ? List.of() : List.of(values);
  }

  static void wipe(MemcachedServer server) {
    server.request("flush_all\r\n");
  }
}
