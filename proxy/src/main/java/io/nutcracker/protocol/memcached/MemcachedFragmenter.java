// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.nutcracker.hashkit.KeyRouter;
import io.nutcracker.mbuf.SendBuffer;
import io.nutcracker.protocol.Fragments;
import java.util.Arrays;

/**
 * Divides a request over servers. One that reads several keys becomes one fragment per server: the
 * keys of a server in request order, servers by index. One without a key is for every server.
 *
 * <pre>
 *   gat 60 a b c\r\n                          flush_all 10 noreply\r\n
 *
 *   server 0   gat 60 a c\r\n                 server 0   flush_all 10\r\n
 *   server 1   gat 60 b\r\n                   server 1   flush_all 10\r\n
 * </pre>
 *
 * <p>Time is linear in the number of keys, and the only bytes copied are those that go to the
 * servers: the keys of a server are chained through {@link #nextKey}. One per worker; what it tells
 * is about the last request.
 */
public final class MemcachedFragmenter implements Fragments {
  static final int NONE = -1;

  /** Larger arrays than for this many keys are given up with the next split. */
  private static final int KEPT_KEYS = 64 * 1024;

  private ByteBuf request = Unpooled.EMPTY_BUFFER;
  private MemcachedCommand command = MemcachedCommand.GET;
  private int keys;

  /** The first argument: {@code gat}'s exptime, the report that {@code stats} asks for. */
  private int argument;

  private int argumentLength;

  /** A request for every server: it starts here, and the bytes between these two are left out. */
  private int line;

  private int cutLine;
  private int restOfLine;
  private int lineEnd;

  /** Per key: where it starts in the request and how long it is. */
  private int[] offset = new int[16];

  private int[] length = new int[16];
  private int[] nextKey = new int[16];
  private int[] serverOfKey = new int[16];

  /** Per server of the pool; valid for those that have keys. */
  private int[] fragmentOfServer = new int[0];

  private int[] firstKey = new int[0];
  private int[] lastKey = new int[0];
  private int[] bytesOfServer = new int[0];

  /** The servers concerned, by index: fragment to server. */
  private int[] servers = new int[0];

  private int fragments;

  /**
   * Splits a request for several keys, which starts at {@code from}.
   *
   * @param parser what has found it
   * @param poolSize how many servers the router chooses from
   */
  public void split(
      ByteBuf in, int from, MemcachedRequestParser parser, KeyRouter router, int poolSize) {
    start(in, from, parser, poolSize);
    keys = parser.keys();
    reserveKeys();
    for (int key = 0; key < keys; key++) {
      int at = from + parser.keyOffset(key);
      offset[key] = at;
      length[key] = parser.keyLength(key);
      addKey(key, router.serverIndex(in, at, at + length[key]));
    }
    Arrays.sort(servers, 0, fragments);
    for (int fragment = 0; fragment < fragments; fragment++) {
      fragmentOfServer[servers[fragment]] = fragment;
    }
  }

  /** Gives a request without a key, which starts at {@code from}, to every server. */
  public void broadcast(ByteBuf in, int from, MemcachedRequestParser parser, int poolSize) {
    start(in, from, parser, poolSize);
    keys = 0;
    line = from;
    lineEnd = from + parser.lineLength();
    cutLine = parser.cutLength() == 0 ? lineEnd : from + parser.cutOffset();
    restOfLine = cutLine + parser.cutLength();
    for (int server = 0; server < poolSize; server++) {
      servers[server] = server;
    }
    fragments = poolSize;
  }

  private void start(ByteBuf in, int from, MemcachedRequestParser parser, int poolSize) {
    request = in;
    command = parser.command();
    argument = from + parser.argumentsOffset();
    argumentLength = ResponseLines.tokenEnd(in, argument, from + parser.argumentsEnd()) - argument;
    if (firstKey.length < poolSize) {
      fragmentOfServer = new int[poolSize];
      firstKey = new int[poolSize];
      lastKey = new int[poolSize];
      bytesOfServer = new int[poolSize];
      servers = new int[poolSize];
      Arrays.fill(firstKey, NONE);
    }
    for (int fragment = 0; fragment < fragments; fragment++) {
      firstKey[servers[fragment]] = NONE;
    }
    fragments = 0;
  }

  /** All or none: running out of memory must not leave the arrays with different lengths. */
  private void reserveKeys() {
    if (offset.length < keys || (offset.length > KEPT_KEYS && keys <= KEPT_KEYS)) {
      int size = Math.max(Integer.highestOneBit(keys) * 2, 16);
      int[] offsets = new int[size];
      int[] lengths = new int[size];
      int[] nextKeys = new int[size];
      int[] serversOfKeys = new int[size];
      offset = offsets;
      length = lengths;
      nextKey = nextKeys;
      serverOfKey = serversOfKeys;
    }
  }

  private void addKey(int key, int server) {
    serverOfKey[key] = server;
    nextKey[key] = NONE;
    if (firstKey[server] == NONE) {
      firstKey[server] = key;
      bytesOfServer[server] = 0;
      servers[fragments++] = server;
    } else {
      nextKey[lastKey[server]] = key;
    }
    lastKey[server] = key;
    bytesOfServer[server] += 1 + length[key];
  }

  @Override
  public int fragments() {
    return fragments;
  }

  @Override
  public int server(int fragment) {
    return servers[fragment];
  }

  @Override
  public int bytes(int fragment) {
    if (keys == 0) {
      return cutLine - line + lineEnd - restOfLine;
    }
    return headBytes() + bytesOfServer[servers[fragment]] + 2;
  }

  /** {@code get}, {@code gat 60}. */
  private int headBytes() {
    return command.lowerCaseName().length() + (command.hasExptimeFirst() ? 1 + argumentLength : 0);
  }

  @Override
  public void append(int fragment, SendBuffer out) {
    if (keys == 0) {
      out.append(request, line, cutLine - line);
      out.append(request, restOfLine, lineEnd - restOfLine);
    } else {
      appendKeys(servers[fragment], out);
    }
  }

  private void appendKeys(int server, SendBuffer out) {
    ByteBuf head = out.room(headBytes());
    String name = command.lowerCaseName();
    for (int i = 0; i < name.length(); i++) {
      head.writeByte(name.charAt(i));
    }
    if (command.hasExptimeFirst()) {
      head.writeByte(' ').writeBytes(request, argument, argumentLength);
    }
    for (int key = firstKey[server]; key != NONE; key = nextKey[key]) {
      out.room(1 + length[key]).writeByte(' ').writeBytes(request, offset[key], length[key]);
    }
    out.room(2).writeShort('\r' << 8 | '\n');
  }

  MemcachedCommand command() {
    return command;
  }

  /** The first argument as text; empty if there is none. */
  String argument() {
    return request.toString(argument, argumentLength, ISO_8859_1);
  }

  /** How many keys the request has; 0 if it is for every server. */
  public int keys() {
    return keys;
  }

  /** The fragment that the request's n-th key went to. */
  public int fragmentOfKey(int key) {
    return fragmentOfServer[serverOfKey[key]];
  }

  /** The first key of a fragment. */
  int firstKey(int fragment) {
    return firstKey[servers[fragment]];
  }

  /** The key after this one in its fragment, or {@link #NONE}. */
  int nextKey(int key) {
    return nextKey[key];
  }

  int keyOffset(int key) {
    return offset[key];
  }

  int keyLength(int key) {
    return length[key];
  }

  /** What holds the request. */
  ByteBuf request() {
    return request;
  }
}
