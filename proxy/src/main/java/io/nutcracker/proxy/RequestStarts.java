// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How the requests in one client's queue began, in case somebody wants to know why one took so long
 * or which keys are asked for: the first bytes of each, in the queue's order and bounded by it.
 * They lie behind one another in chunks that the clients of a worker share; a client that waits for
 * nothing has none.
 */
final class RequestStarts {
  /** So much of a request is remembered. */
  private static final int MOST_BYTES = 96;

  /** Before the bytes of each, one byte for each of these. */
  private static final int LENGTH = 0;

  private static final int KEY_OFFSET = 1;
  private static final int KEY_LENGTH = 2;
  private static final int HEADER_BYTES = 3;

  /** Of some twenty requests. */
  static final class Chunk {
    private static final int CAPACITY = 1024;

    private final byte[] bytes = new byte[CAPACITY];
    private int end;
    private @Nullable Chunk next;
  }

  private final FreeList<Chunk> chunks;

  /** Where the first request of the queue is; null if the queue is empty. */
  private @Nullable Chunk head;

  /** And where in it. */
  private int first;

  /** Where the last one is. */
  private @Nullable Chunk tail;

  /** How many bytes behind that belong to the request that is being dispatched; 0 if none is. */
  private int dispatched;

  /**
   * @param chunks of the worker
   */
  RequestStarts(FreeList<Chunk> chunks) {
    this.chunks = chunks;
  }

  /**
   * The request {@code in[from, from + length)} is being dispatched.
   *
   * @param keyOffset of its first key from there
   * @param keyLength of it; 0 if it has none
   */
  void dispatch(ByteBuf in, int from, int length, int keyOffset, int keyLength) {
    Chunk chunk = roomy();
    int kept = Math.min(length, MOST_BYTES);
    int keptOfKey = Math.max(0, Math.min(kept - keyOffset, keyLength));
    put(chunk, kept, keptOfKey == 0 ? 0 : keyOffset, keptOfKey);
    in.getBytes(from, chunk.bytes, chunk.end + HEADER_BYTES, kept);
  }

  private void put(Chunk chunk, int length, int keyOffset, int keyLength) {
    chunk.bytes[chunk.end + LENGTH] = (byte) length;
    chunk.bytes[chunk.end + KEY_OFFSET] = (byte) keyOffset;
    chunk.bytes[chunk.end + KEY_LENGTH] = (byte) keyLength;
    dispatched = HEADER_BYTES + length;
  }

  /** A chunk with room for one more. */
  private Chunk roomy() {
    Chunk last = tail;
    if (last != null && last.end + HEADER_BYTES + MOST_BYTES <= Chunk.CAPACITY) {
      return last;
    }
    Chunk chunk = chunks.take();
    if (last == null) {
      head = chunk;
      first = 0;
    } else {
      last.next = chunk;
    }
    tail = chunk;
    return chunk;
  }

  /**
   * What is being dispatched has taken a place in the queue, or something that nobody knows.
   *
   * @return how much room it takes here, to be told when it leaves
   */
  int add() {
    if (dispatched == 0) {
      put(roomy(), 0, 0, 0);
    }
    int room = dispatched;
    requireNonNull(tail).end += room;
    dispatched = 0;
    return room;
  }

  /** The dispatch is over. */
  void endDispatch() {
    dispatched = 0;
    giveBackRead();
  }

  /**
   * The first request has left the queue. Does not look at it: its bytes have left the processor's
   * cache long since.
   *
   * @param room what {@link #add} has returned for it
   */
  void poll(int room) {
    first += room;
    giveBackRead();
  }

  private void giveBackRead() {
    Chunk read = head;
    if (read != null && first == read.end && (read.next != null || dispatched == 0)) {
      giveBack(read);
    }
  }

  private void giveBack(Chunk read) {
    head = read.next;
    first = 0;
    tail = head == null ? null : tail;
    read.next = null;
    read.end = 0;
    chunks.give(read);
  }

  /** The client has gone. */
  void close() {
    dispatched = 0;
    for (Chunk chunk = head; chunk != null; chunk = head) {
      giveBack(chunk);
    }
  }

  private int length() {
    return array()[first + LENGTH];
  }

  /** The first bytes of the first request; none if nothing is known of it. */
  byte[] start() {
    int from = first + HEADER_BYTES;
    return Arrays.copyOfRange(array(), from, from + length());
  }

  /** The array in which the first request's key is. */
  byte[] array() {
    return requireNonNull(head).bytes;
  }

  /** Where it begins. */
  int keyFrom() {
    return first + HEADER_BYTES + array()[first + KEY_OFFSET];
  }

  /** As much of it as is known; 0 if there is none. */
  int keyLength() {
    return array()[first + KEY_LENGTH];
  }
}
