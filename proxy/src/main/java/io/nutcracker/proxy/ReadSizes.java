// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;

/**
 * How many bytes one read asks for. Each connection starts small and adapts to what it receives, so
 * that thousands of quiet clients cost little and a large value few reads.
 *
 * @param mbufSizeBytes {@code --mbuf-size}, the usual size of a full read
 */
record ReadSizes(int mbufSizeBytes) {
  private static final int MIN_BYTES = 512;

  RecvByteBufAllocator client() {
    return new AdaptiveRecvByteBufAllocator(MIN_BYTES, Math.min(2048, mbufSizeBytes), maxBytes());
  }

  RecvByteBufAllocator server() {
    return new AdaptiveRecvByteBufAllocator(MIN_BYTES, mbufSizeBytes, maxBytes());
  }

  /**
   * With the usual mbuf 32 KB: the largest buffers that Netty keeps for a thread, so that the same
   * ones are used over and over while the processor has them in its cache.
   */
  private int maxBytes() {
    return Math.max(mbufSizeBytes, MIN_BYTES) * 2;
  }

  /** As twemproxy: a key must fit into one mbuf, besides the mbuf's own 48 bytes. */
  int maxKeyLength() {
    return mbufSizeBytes - 49;
  }
}
