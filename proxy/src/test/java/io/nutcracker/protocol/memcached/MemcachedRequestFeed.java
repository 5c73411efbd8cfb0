// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.nutcracker.mbuf.ReceiveBuffer;
import io.nutcracker.protocol.memcached.MemcachedRequestParser.Result;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Does with received bytes what a client connection does, and notes what the parser finds in them.
 */
final class MemcachedRequestFeed {
  /**
   * What the parser found.
   *
   * @param keys the keys, each as it stands in the request
   * @param rejection the reply, for what is not forwarded
   * @param forwarded what a server would get, for what is
   */
  record Found(
      Result result,
      int length,
      @Nullable MemcachedCommand command,
      List<String> keys,
      boolean base64,
      boolean silent,
      @Nullable String rejection,
      String forwarded) {
    static Found request(String wire, MemcachedCommand command, String... keys) {
      return request(wire, command, List.of(keys));
    }

    static Found request(String wire, MemcachedCommand command, List<String> keys) {
      return new Found(Result.REQUEST, wire.length(), command, keys, false, false, null, wire);
    }

    /** A request whose client wants no reply, or not the nominal one. */
    Found silentAs(String forwarded) {
      return new Found(result, length, command, keys, base64, true, null, forwarded);
    }

    Found withBase64Key() {
      return new Found(result, length, command, keys, true, silent, null, forwarded);
    }

    static Found rejected(String wire, String rejection) {
      return new Found(
          Result.REJECTED, wire.length(), null, List.of(), false, false, rejection, "");
    }

    static Found fatal(String rejection) {
      return new Found(Result.FATAL, 0, null, List.of(), false, false, rejection, "");
    }
  }

  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
  private final ReceiveBuffer received = new ReceiveBuffer(allocator);
  private final MemcachedRequestParser parser = new MemcachedRequestParser(250, 1 << 30);
  private final List<Found> found = new ArrayList<>();
  private boolean ended;

  private MemcachedRequestFeed() {}

  /** Everything found in {@code wire}, received in pieces that end at these offsets. */
  static List<Found> inPieces(String wire, List<Integer> cuts) {
    var feed = new MemcachedRequestFeed();
    byte[] bytes = WireText.bytes(wire);
    int from = 0;
    for (int cut : cuts) {
      feed.receive(bytes, from, cut);
      from = cut;
    }
    feed.receive(bytes, from, bytes.length);
    return feed.end();
  }

  static List<Found> whole(String wire) {
    return inPieces(wire, List.of());
  }

  static List<Found> byteByByte(String wire) {
    return inChunks(wire, 1);
  }

  static List<Found> inChunks(String wire, int size) {
    var cuts = new ArrayList<Integer>();
    for (int at = size; at < wire.length(); at += size) {
      cuts.add(at);
    }
    return inPieces(wire, cuts);
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
    switch (result) {
      case INCOMPLETE -> {
        if (parser.isRejecting()) {
          received.drop(parser.position());
        } else {
          received.setAside(parser.position());
        }
        return false;
      }
      case REQUEST -> take();
      case REJECTED -> {
        received.skip(parser.length());
        found.add(reply(result, parser.length()));
      }
      case FATAL -> {
        ended = true;
        found.add(reply(result, 0));
      }
    }
    parser.reset();
    return true;
  }

  private Found reply(Result result, int length) {
    return new Found(
        result, length, null, List.of(), false, false, WireText.text(parser.rejection()), "");
  }

  private void take() {
    int length = parser.length();
    ByteBuf bytes = received.take(length);
    String request = WireText.text(bytes);
    bytes.release();
    var keys = new ArrayList<String>();
    for (int i = 0; i < parser.keys(); i++) {
      int from = parser.keyOffset(i);
      keys.add(request.substring(from, from + parser.keyLength(i)));
    }
    found.add(
        new Found(
            Result.REQUEST,
            length,
            parser.command(),
            keys,
            parser.isKeyBase64(),
            parser.isNoreply() || parser.isQuiet(),
            null,
            forwarded(request)));
  }

  private String forwarded(String request) {
    int cut = parser.cutOffset();
    return request.substring(0, cut) + request.substring(cut + parser.cutLength());
  }

  private List<Found> end() {
    received.release();
    assertThat(allocator.metric().usedDirectMemory()).as("bytes leaked").isZero();
    return found;
  }
}
