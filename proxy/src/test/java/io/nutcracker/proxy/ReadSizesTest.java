// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads follow {@code --mbuf-size}. */
class ReadSizesTest {
  @ParameterizedTest
  @CsvSource({"16384, 16335", "512, 463", "16777216, 16777167"})
  void aKeyMustFitIntoOneMbuf(int mbufSizeBytes, int maxKeyLength) {
    assertThat(new ReadSizes(mbufSizeBytes).maxKeyLength()).isEqualTo(maxKeyLength);
  }

  @ParameterizedTest
  @CsvSource({"512, 512", "1000, 1000", "16384, 2048", "16777216, 2048"})
  void aClientsReadsStartSmall(int mbufSizeBytes, int firstRead) {
    assertThat(firstRead(new ReadSizes(mbufSizeBytes).client()))
        .isBetween(firstRead / 2, firstRead);
  }

  @ParameterizedTest
  @CsvSource({"512, 512", "16384, 16384", "16777216, 16777216"})
  void aServersReadsStartAtTheMbufSize(int mbufSizeBytes, int firstRead) {
    assertThat(firstRead(new ReadSizes(mbufSizeBytes).server()))
        .isBetween(firstRead / 2, firstRead);
  }

  @Test
  void largeReadsGrowToTwoMbufs() {
    var handle = new ReadSizes(16384).client().newHandle();
    var config = new EmbeddedChannel().config();
    for (int i = 0; i < 100; i++) {
      handle.reset(config);
      ByteBuf read = handle.allocate(UnpooledByteBufAllocator.DEFAULT);
      handle.attemptedBytesRead(read.writableBytes());
      handle.lastBytesRead(read.writableBytes());
      handle.readComplete();
      read.release();
    }

    assertThat(handle.guess()).isEqualTo(32768);
  }

  private static int firstRead(RecvByteBufAllocator allocator) {
    return allocator.newHandle().guess();
  }
}
