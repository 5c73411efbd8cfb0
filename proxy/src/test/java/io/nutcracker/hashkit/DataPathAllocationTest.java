// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.hashkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Routing a key leaves nothing for the garbage collector. */
class DataPathAllocationTest {
  private static final int CALLS = 10_000;
  private static final byte[] KEY = "user:{1000}:profile".getBytes(US_ASCII);
  private static final List<RingServer> LIVE =
      List.of(new RingServer(0, "a", 1), new RingServer(1, "b", 2));

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @EnumSource
  void noHashAllocates(KeyHash hash) {
    assertAllocatesNothing(router(hash, Distribution.MODULA));
  }

  @ParameterizedTest
  @EnumSource
  void noDistributionAllocates(Distribution distribution) {
    assertAllocatesNothing(router(KeyHash.FNV1A_64, distribution));
  }

  private static KeyRouter router(KeyHash hash, Distribution distribution) {
    var tag = new HashTag((byte) '{', (byte) '}');
    var continuum = distribution.continuum(LIVE, Distribution.PER_THREAD_RANDOM);
    return new KeyRouter(hash, tag, continuum, LIVE.size());
  }

  private void assertAllocatesNothing(KeyRouter router) {
    var heap = Unpooled.wrappedBuffer(KEY);
    // Wrapped, because the leak detector's own records of a buffer it watches are allocations.
    var direct = Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(KEY.length).put(KEY).flip());
    routeOften(router, heap, direct);

    long before = threads.getCurrentThreadAllocatedBytes();
    int routed = routeOften(router, heap, direct);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(routed).isEqualTo(2 * CALLS);
    // Less than a byte per call: room for what the JVM itself may do once, none for an object.
    assertThat(allocated).isLessThan(CALLS);
  }

  private static int routeOften(KeyRouter router, ByteBuf heap, ByteBuf direct) {
    int routed = 0;
    for (int i = 0; i < CALLS; i++) {
      routed += router.serverIndex(heap, 0, KEY.length) < LIVE.size() ? 1 : 0;
      routed += router.serverIndex(direct, 0, KEY.length) < LIVE.size() ? 1 : 0;
    }
    return routed;
  }
}
