// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The larger a client's responses, the fewer of its requests are in flight. */
class RequestWindowTest {
  private final RequestWindow window = new RequestWindow(1024);

  @Test
  void startsCareful() {
    assertThat(window.size(false)).isEqualTo(16);
  }

  @Test
  void smallResponsesOpenIt() {
    receive(100, 20);

    assertThat(window.size(false)).isEqualTo(1024);
  }

  @Test
  void largeResponsesNarrowItToWhatKeepsAServerBusy() {
    receive(100, 20);
    receive(20, 512 * 1024 * 1024);

    assertThat(window.size(false)).isEqualTo(16);
  }

  @Test
  void responsesOfMiddleSizeFillTheClientsShareOfMemory() {
    int bytes = 64 * 1024;
    receive(1000, bytes);

    assertThat(window.size(false) * bytes)
        .isBetween(RequestWindow.SOFT_LIMIT_BYTES / 2, RequestWindow.SOFT_LIMIT_BYTES);
  }

  @Test
  void isNarrowWhileMemoryIsScarce() {
    receive(100, 20);

    assertThat(window.size(true)).isEqualTo(16);
  }

  @Test
  void isNeverWiderThanThePoolAllows() {
    var narrow = new RequestWindow(5);

    assertThat(narrow.size(false)).isEqualTo(5);
    assertThat(narrow.size(true)).isEqualTo(5);
  }

  @Property
  void isNeverShutAndNeverBoundless(
      @ForAll List<@IntRange(min = 0, max = 1 << 30) Integer> responses,
      @ForAll boolean memoryIsScarce) {
    var any = new RequestWindow(1024);
    for (int bytes : responses) {
      any.onResponse(bytes);
      assertThat(any.size(memoryIsScarce)).isBetween(16, 1024);
    }
  }

  private void receive(int responses, int bytes) {
    for (int i = 0; i < responses; i++) {
      window.onResponse(bytes);
    }
  }
}
