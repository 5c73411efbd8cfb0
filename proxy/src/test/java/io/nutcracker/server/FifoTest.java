// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** First in, first out. */
class FifoTest {
  private final Fifo<Integer> fifo = new Fifo<>();

  @Test
  void anEmptyQueueHasNoFirst() {
    assertThat(fifo.peek()).isNull();
    assertThat(fifo.poll()).isNull();
    assertThat(fifo.isEmpty()).isTrue();
    assertThat(fifo.size()).isZero();
  }

  @Test
  void growsWhereverItsFirstItemIs() {
    for (int polled = 0; polled < 4; polled++) {
      var queue = new Fifo<Integer>();
      for (int i = 0; i < polled; i++) {
        queue.add(-1);
        queue.poll();
      }
      for (int i = 0; i < 9; i++) {
        queue.add(i);
      }
      for (int i = 0; i < 9; i++) {
        assertThat(queue.get(i)).isEqualTo(i);
      }
      for (int i = 0; i < 9; i++) {
        assertThat(queue.poll()).isEqualTo(i);
      }
      assertThat(queue.isEmpty()).isTrue();
    }
  }

  @Test
  void anItemCanBeReplacedInItsPlace() {
    fifo.add(1);
    fifo.add(2);
    fifo.add(3);

    fifo.set(1, 20);

    assertThat(fifo.poll()).isEqualTo(1);
    assertThat(fifo.poll()).isEqualTo(20);
    assertThat(fifo.poll()).isEqualTo(3);
  }

  @Property
  void behavesAsAnArrayDeque(@ForAll Random random) {
    var queue = new Fifo<Integer>();
    var model = new ArrayDeque<Integer>();
    int bias = 2 + random.nextInt(4);
    for (int i = 0; i < 300; i++) {
      if (random.nextInt(bias) > 0) {
        queue.add(i);
        model.add(i);
      } else {
        assertThat(queue.poll()).isEqualTo(model.poll());
      }
      assertThat(queue.peek()).isEqualTo(model.peek());
      assertThat(queue.size()).isEqualTo(model.size());
      assertThat(queue.isEmpty()).isEqualTo(model.isEmpty());
    }
    var items = new ArrayList<Integer>();
    for (int i = 0; i < queue.size(); i++) {
      items.add(queue.get(i));
    }
    assertThat(items).containsExactlyElementsOf(model);
  }
}
