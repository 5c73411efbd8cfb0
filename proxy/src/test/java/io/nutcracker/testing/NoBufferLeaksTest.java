// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

/** A forgotten buffer is noticed, a released one is not. */
final class NoBufferLeaksTest {
  @Test
  void noticesABufferThatNobodyReleased() throws InterruptedException {
    leak();
    assertThat(NoBufferLeaks.leaks()).singleElement().asString().contains("was not released");
  }

  @Test
  void isContentWhenBuffersAreReleased() throws InterruptedException {
    Unpooled.directBuffer(1).release();
    assertThat(NoBufferLeaks.leaks()).isEmpty();
  }

  private static void leak() {
    Unpooled.directBuffer(1).writeByte(1);
  }
}
