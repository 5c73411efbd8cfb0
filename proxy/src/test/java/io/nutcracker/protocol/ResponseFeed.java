// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.nutcracker.mbuf.ReceiveBuffer;
import io.nutcracker.protocol.ResponseParser.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Does with received bytes what a server connection does, and notes the responses it finds.
 *
 * @param parsers makes a parser for each connection
 */
public record ResponseFeed(Supplier<? extends ResponseParser> parsers) {
  /** Stands for a response that makes the rest of the stream useless. */
  public static final String INVALID = "invalid";

  /** The responses in {@code wire}, received in pieces that end at these offsets. */
  public List<String> inPieces(String wire, List<Integer> cuts) {
    var connection = new Connection(parsers.get());
    byte[] bytes = wire.getBytes(ISO_8859_1);
    int from = 0;
    for (int cut : cuts) {
      connection.receive(bytes, from, cut);
      from = cut;
    }
    connection.receive(bytes, from, bytes.length);
    return connection.end();
  }

  public List<String> whole(String wire) {
    return inPieces(wire, List.of());
  }

  public List<String> byteByByte(String wire) {
    return inPieces(wire, IntStream.range(1, wire.length()).boxed().toList());
  }

  private static final class Connection {
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
    private final ReceiveBuffer received = new ReceiveBuffer(allocator);
    private final ResponseParser parser;
    private final List<String> responses = new ArrayList<>();
    private boolean ended;

    Connection(ResponseParser parser) {
      this.parser = parser;
    }

    void receive(byte[] bytes, int from, int to) {
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
        responses.add(response.toString(ISO_8859_1));
        response.release();
        parser.reset();
      }
    }

    List<String> end() {
      received.release();
      assertThat(allocator.metric().usedDirectMemory()).as("bytes leaked").isZero();
      return responses;
    }
  }
}
