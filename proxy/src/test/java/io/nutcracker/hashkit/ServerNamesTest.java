// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.hashkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The order of names that gives servers their indices. */
class ServerNamesTest {
  @Test
  void sortsByLengthInBytesThenByUnsignedBytes() {
    // The last two are of four bytes each; as UTF-16 the emoji would come before the wide A.
    var names = Stream.of("\ud83d\ude00", "\uff21a", "ab", "b", "é", "abc", "", "zz", "B");

    assertThat(names.sorted(ServerNames.ORDER))
        .containsExactly("", "B", "b", "ab", "zz", "é", "abc", "\uff21a", "\ud83d\ude00");
  }

  @Test
  void agreesWithTwemproxysOrderInEveryLayout() throws IOException {
    for (var layout : RoutingVectors.load().layouts()) {
      var sorted = layout.serversSorted().stream().map(RoutingVectors.Server::name).toList();
      var shuffled = new ArrayList<>(sorted);
      Collections.shuffle(shuffled, new Random(7));

      assertThat(shuffled.stream().sorted(ServerNames.ORDER)).isEqualTo(sorted);
    }
  }
}
