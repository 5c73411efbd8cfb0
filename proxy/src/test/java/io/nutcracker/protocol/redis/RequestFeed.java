// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.nutcracker.mbuf.ReceiveBuffer;
import io.nutcracker.protocol.redis.RedisRequestParser.Result;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Does with received bytes what a client connection does, and notes what the parser finds in them.
 */
final class RequestFeed {
  static final int MAX_KEY_LENGTH = 64;

  /**
   * What the parser found.
   *
   * @param bytes the request itself, where somebody wants it
   */
  record Found(
      Result result,
      int length,
      @Nullable RedisCommand command,
      @Nullable String key,
      @Nullable String rejection,
      String bytes) {
    static Found request(String wire, RedisCommand command, @Nullable String key) {
      return new Found(Result.REQUEST, wire.length(), command, key, null, wire);
    }

    static Found rejected(String wire, String rejection) {
      return new Found(Result.REJECTED, wire.length(), null, null, rejection, "");
    }

    static Found empty(String wire) {
      return new Found(Result.EMPTY, wire.length(), null, null, null, "");
    }

    static Found inline(String wire) {
      return new Found(Result.INLINE, wire.length(), null, null, null, wire);
    }

    static Found protocolError(String what) {
      return new Found(Result.PROTOCOL_ERROR, 0, null, null, "ERR Protocol error: " + what, "");
    }
  }

  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
  private final ReceiveBuffer received = new ReceiveBuffer(allocator);
  private final RedisRequestParser parser =
      new RedisRequestParser(MAX_KEY_LENGTH, 1 << 30, CustomCommands.NONE);
  private final List<Found> found = new ArrayList<>();
  private boolean ended;

  private RequestFeed() {}

  /** Everything found in {@code wire}, received in pieces that end at these offsets. */
  static List<Found> inPieces(String wire, List<Integer> cuts) {
    return parse(wire, true, cuts);
  }

  static List<Found> whole(String wire) {
    return parse(wire, true, List.of());
  }

  static List<Found> byteByByte(String wire) {
    return inChunks(wire, 1);
  }

  static List<Found> inChunks(String wire, int size) {
    var cuts = new ArrayList<Integer>();
    for (int at = size; at < wire.length(); at += size) {
      cuts.add(at);
    }
    return parse(wire, true, cuts);
  }

  static List<Found> unauthenticated(String wire) {
    return parse(wire, false, List.of());
  }

  private static List<Found> parse(String wire, boolean authenticated, List<Integer> cuts) {
    var feed = new RequestFeed();
    feed.parser.authenticated(authenticated);
    byte[] bytes = Wire.bytes(wire);
    int from = 0;
    for (int cut : cuts) {
      feed.receive(bytes, from, cut);
      from = cut;
    }
    feed.receive(bytes, from, bytes.length);
    return feed.end();
  }

  private void receive(byte[] bytes, int from, int to) {
    if (!ended) {
      received.add(allocator.directBuffer(to - from).writeBytes(bytes, from, to - from));
      boolean more = true;
      while (more && !ended) {
        more = takeRequest();
      }
      received.trim();
    }
  }

  private boolean takeRequest() {
    Result result = parser.parse(received.in(), received.asideBytes());
    int length = parser.length();
    switch (result) {
      case INCOMPLETE -> {
        if (parser.isRejecting()) {
          received.drop(parser.position());
        } else {
          received.setAside(parser.position());
        }
        return false;
      }
      case REQUEST -> takeBytes(length);
      case INLINE -> found.add(Found.inline(text(received.take(length))));
      case REJECTED -> {
        received.skip(length);
        found.add(new Found(Result.REJECTED, length, null, null, parser.rejection(), ""));
      }
      case EMPTY -> {
        received.skip(length);
        found.add(new Found(Result.EMPTY, length, null, null, null, ""));
      }
      case PROTOCOL_ERROR -> {
        ended = true;
        found.add(new Found(Result.PROTOCOL_ERROR, 0, null, null, parser.rejection(), ""));
      }
    }
    parser.reset();
    return true;
  }

  private void takeBytes(int length) {
    String request = text(received.take(length));
    int key = parser.keyOffset();
    found.add(
        Found.request(
            request,
            parser.command(),
            key == 0 ? null : request.substring(key, key + parser.keyLength())));
  }

  private static String text(ByteBuf bytes) {
    String text = Wire.text(bytes);
    bytes.release();
    return text;
  }

  private List<Found> end() {
    received.release();
    assertThat(allocator.metric().usedDirectMemory()).as("bytes leaked").isZero();
    return found;
  }
}
