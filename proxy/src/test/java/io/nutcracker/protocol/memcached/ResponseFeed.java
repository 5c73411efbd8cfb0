// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.nutcracker.mbuf.ReceiveBuffer;
import io.nutcracker.protocol.ResponseParser.Result;
import java.util.ArrayList;
import java.util.List;

/** Does with received bytes what a server connection does, and notes the responses it finds. */
final class ResponseFeed {
  /** Stands for a response that makes the rest of the stream useless. */
  static final String INVALID = "invalid";

  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
  private final ReceiveBuffer received = new ReceiveBuffer(allocator);
  private final MemcachedResponseParser parser = new MemcachedResponseParser();
  private final List<String> responses = new ArrayList<>();
  private boolean ended;

  private ResponseFeed() {}

  /** The responses in {@code wire}, received in pieces that end at these offsets. */
  static List<String> inPieces(String wire, List<Integer> cuts) {
    var feed = new ResponseFeed();
    byte[] bytes = WireText.bytes(wire);
    int from = 0;
    for (int cut : cuts) {
      feed.receive(bytes, from, cut);
      from = cut;
    }
    feed.receive(bytes, from, bytes.length);
    return feed.end();
  }

  static List<String> whole(String wire) {
    return inPieces(wire, List.of());
  }

  static List<String> byteByByte(String wire) {
    var cuts = new ArrayList<Integer>();
    for (int at = 1; at < wire.length(); at++) {
      cuts.add(at);
    }
    return inPieces(wire, cuts);
  }

  private void receive(byte[] bytes, int from, int to) {
    if (!ended) {
      received.add(allocator.directBuffer(to - from).writeBytes(bytes, from, to - from));
      readResponses();
      received.trim();
    }
  }

  private void readResponses() {
    while (!received.isEmpty()) {
      Result result = parser.parse(received.in(), received.asideBytes());
      if (result == Result.INCOMPLETE) {
        received.setAside(parser.position());
        return;
      }
      if (result == Result.INVALID) {
        responses.add(INVALID);
        ended = true;
        return;
      }
      ByteBuf response = received.take(parser.length());
      responses.add(WireText.text(response));
      response.release();
      parser.reset();
    }
  }

  private List<String> end() {
    received.release();
    assertThat(allocator.metric().usedDirectMemory()).as("bytes leaked").isZero();
    return responses;
  }
}
