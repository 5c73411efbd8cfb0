// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** How requests began. */
class RequestStartsTest {
  private static final int MOST_BYTES = 96;

  private final FreeList<RequestStarts.Chunk> chunks = new FreeList<>(RequestStarts.Chunk::new);
  private final RequestStarts starts = new RequestStarts(chunks);

  private static String start(RequestStarts starts) {
    return new String(starts.start(), ISO_8859_1);
  }

  private static String key(RequestStarts starts) {
    return new String(starts.array(), starts.keyFrom(), starts.keyLength(), ISO_8859_1);
  }

  private void dispatch(String before, String request, int key, int keyLength) {
    ByteBuf in = Unpooled.copiedBuffer(before + request + "the next one", ISO_8859_1);
    starts.dispatch(in, before.length(), request.length(), key, keyLength);
  }

  @Test
  void theFirstRequestsAreToldOfInTheirOrder() {
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    var expected = new ArrayDeque<String>();
    var rooms = new ArrayDeque<Integer>();
    for (int i = 0; i < 100_000; i++) {
      if (random.nextInt(2 + i / 20_000) == 0 && !expected.isEmpty()) {
        var first = expected.removeFirst();
        assertThat(start(starts)).as("seed %d", seed).isEqualTo(first);
        starts.poll(rooms.remove());
      } else {
        var request = i + " " + "x".repeat(random.nextInt(150));
        dispatch("before", request, 0, 0);
        if (random.nextInt(10) > 0) {
          expected.addLast(request.substring(0, Math.min(request.length(), MOST_BYTES)));
          rooms.add(starts.add());
        }
        starts.endDispatch();
      }
    }
    while (!expected.isEmpty()) {
      assertThat(start(starts)).as("seed %d", seed).isEqualTo(expected.removeFirst());
      starts.poll(rooms.remove());
    }
    assertThat(chunks.inUse()).isZero();
  }

  @Test
  void aKeyIsToldOfAsFarAsItIsKnown() {
    dispatch("", "get some_key\r\n", 4, 8);
    int first = starts.add();
    dispatch("", "get " + "k".repeat(200), 4, 200);
    int second = starts.add();
    dispatch("", "x".repeat(200) + "key", 200, 3);
    starts.add();
    assertThat(key(starts)).isEqualTo("some_key");
    starts.poll(first);
    assertThat(key(starts)).isEqualTo("k".repeat(MOST_BYTES - 4));
    starts.poll(second);
    assertThat(key(starts)).isEmpty();
  }

  @Test
  void nothingIsKnownOfWhatIsNotDispatched() {
    dispatch("", "get a\r\n", 4, 1);
    int known = starts.add();
    int unknown = starts.add();
    starts.endDispatch();
    starts.add();
    assertThat(start(starts)).isEqualTo("get a\r\n");
    starts.poll(known);
    assertThat(start(starts)).isEmpty();
    starts.poll(unknown);
    assertThat(start(starts)).isEmpty();
    starts.poll(unknown);
    assertThat(chunks.inUse()).isZero();
  }

  @Test
  void whoGoesLeavesNothing() {
    for (int i = 0; i < 100; i++) {
      dispatch("", "get " + "k".repeat(80), 4, 80);
      starts.add();
    }
    dispatch("", "get b", 4, 1);
    starts.close();
    starts.endDispatch();
    assertThat(chunks.inUse()).isZero();
  }
}
