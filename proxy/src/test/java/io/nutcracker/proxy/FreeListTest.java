// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What was given back is taken again. */
class FreeListTest {
  private final AtomicInteger made = new AtomicInteger();
  private final FreeList<Integer> list = new FreeList<>(made::incrementAndGet);

  @Test
  void makesOnlyWhatIsNotThere() {
    Integer first = list.take();
    Integer second = list.take();
    list.give(first);

    assertThat(list.take()).isSameAs(first);
    assertThat(second).isNotEqualTo(first);
    assertThat(made).hasValue(2);
  }

  @Test
  void knowsHowManyAreInUse() {
    list.give(list.take());
    list.take();
    list.take();

    assertThat(list.inUse()).isEqualTo(2);
  }

  @Test
  void aBurstDoesNotKeepItsMemory() {
    var taken = new ArrayList<Integer>();
    for (int i = 0; i < 20_000; i++) {
      taken.add(list.take());
    }
    taken.forEach(list::give);
    for (int i = 0; i < 20_000; i++) {
      list.take();
    }

    assertThat(made).hasValue(2 * 20_000 - 16 * 1024);
    assertThat(list.inUse()).isEqualTo(20_000);
  }
}
