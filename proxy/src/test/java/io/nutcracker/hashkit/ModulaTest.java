// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.hashkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The hash selects a place in a list that is never written down. */
class ModulaTest {
  @Test
  void selectsAsIfEachServerWereListedAsOftenAsItsWeight() {
    var live =
        List.of(
            new RingServer(0, "a", 3),
            new RingServer(2, "b", 1),
            new RingServer(3, "c", 7),
            new RingServer(9, "d", 2));
    var list = new ArrayList<Integer>();
    for (var server : live) {
      list.addAll(Collections.nCopies(server.weight(), server.index()));
    }
    var continuum = new Modula(live);

    for (long hash = 0; hash < 100; hash++) {
      assertThat(continuum.serverIndex((int) hash)).isEqualTo(list.get((int) (hash % 13)));
    }
    for (long hash = 0xffffff00L; hash <= 0xffffffffL; hash++) {
      assertThat(continuum.serverIndex((int) hash)).isEqualTo(list.get((int) (hash % 13)));
    }
  }

  @Test
  void hugeWeightsNeedNoMemory() {
    int max = Integer.MAX_VALUE;
    var continuum = new Modula(List.of(new RingServer(0, "a", max), new RingServer(1, "b", max)));

    assertThat(continuum.serverIndex(0)).isEqualTo(0);
    assertThat(continuum.serverIndex(max - 1)).isEqualTo(0);
    assertThat(continuum.serverIndex(max)).isEqualTo(1);
    assertThat(continuum.serverIndex(0xfffffffd)).isEqualTo(1);
    assertThat(continuum.serverIndex(0xfffffffe)).isEqualTo(0);
  }

  @Test
  void totalWeightMayExceed32Bits() {
    int max = Integer.MAX_VALUE;
    var continuum =
        new Modula(
            List.of(
                new RingServer(0, "a", max),
                new RingServer(1, "b", max),
                new RingServer(2, "c", max)));

    assertThat(continuum.serverIndex(0xfffffffd)).isEqualTo(1);
    assertThat(continuum.serverIndex(0xfffffffe)).isEqualTo(2);
    assertThat(continuum.serverIndex(0xffffffff)).isEqualTo(2);
  }
}
