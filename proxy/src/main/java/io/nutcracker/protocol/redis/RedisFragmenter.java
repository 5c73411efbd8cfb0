// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.nutcracker.hashkit.KeyRouter;
import io.nutcracker.mbuf.SendBuffer;
import io.nutcracker.protocol.Fragments;
import java.util.Arrays;

/**
 * Splits a request with several keys into one fragment per server: the keys of a server in request
 * order, servers by index, the command's name in lower case. As twemproxy:
 *
 * <pre>
 *   *4\r\n$4\r\nMGET\r\n$1\r\na\r\n$1\r\nb\r\n$1\r\nc\r\n
 *
 *   server 0   *3\r\n$4\r\nmget\r\n$1\r\na\r\n$1\r\nc\r\n
 *   server 1   *2\r\n$4\r\nmget\r\n$1\r\nb\r\n
 * </pre>
 *
 * <p>Time is linear in the number of keys, and the only bytes copied are those that go to the
 * servers: the keys of a server are chained through {@link #nextKey}. One per worker; what it tells
 * is about the last split.
 */
public final class RedisFragmenter implements Fragments {
  private static final int NONE = -1;

  /** Larger arrays than for this many keys are given up with the next split. */
  private static final int KEPT_KEYS = 64 * 1024;

  private ByteBuf request = Unpooled.EMPTY_BUFFER;
  private RedisCommand command = RedisCommand.MGET;
  private int keys;

  /** Per key: where it starts in the request and how long it is, its value included. */
  private int[] offset = new int[16];

  private int[] length = new int[16];
  private int[] nextKey = new int[16];
  private int[] serverOfKey = new int[16];

  /** Per server of the pool; valid for those that have keys. */
  private int[] fragmentOfServer = new int[0];

  private int[] firstKey = new int[0];
  private int[] lastKey = new int[0];
  private int[] keysOfServer = new int[0];
  private int[] bytesOfServer = new int[0];

  /** The servers that have keys, by index: fragment to server. */
  private int[] servers = new int[0];

  private int fragments;

  /**
   * Splits the request that starts at {@code from}, which its parser has found to be well formed.
   *
   * @param elements its number of elements, the command's name included
   * @param poolSize how many servers the router chooses from
   */
  public void split(
      ByteBuf in, int from, RedisCommand command, int elements, KeyRouter router, int poolSize) {
    this.request = in;
    this.command = command;
    int step = command.elements().keyStep();
    this.keys = (elements - 1) / step;
    reserve(keys, poolSize);
    int at = skipElement(in, from + 1 + RespLines.lineLength(elements));
    for (int key = 0; key < keys; key++) {
      int data = dataStart(in, at);
      int end = skipElement(in, at);
      int server = router.serverIndex(in, data, end - 2);
      for (int i = 1; i < step; i++) {
        end = skipElement(in, end);
      }
      offset[key] = at;
      length[key] = end - at;
      addKey(key, server);
      at = end;
    }
    Arrays.sort(servers, 0, fragments);
    for (int fragment = 0; fragment < fragments; fragment++) {
      fragmentOfServer[servers[fragment]] = fragment;
    }
  }

  private void reserve(int keys, int poolSize) {
    if (offset.length < keys || (offset.length > KEPT_KEYS && keys <= KEPT_KEYS)) {
      reserveKeys(Math.max(Integer.highestOneBit(keys) * 2, 16));
    }
    if (firstKey.length < poolSize) {
      fragmentOfServer = new int[poolSize];
      firstKey = new int[poolSize];
      lastKey = new int[poolSize];
      keysOfServer = new int[poolSize];
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
  private void reserveKeys(int size) {
    int[] offsets = new int[size];
    int[] lengths = new int[size];
    int[] nextKeys = new int[size];
    int[] serversOfKeys = new int[size];
    offset = offsets;
    length = lengths;
    nextKey = nextKeys;
    serverOfKey = serversOfKeys;
  }

  private void addKey(int key, int server) {
    serverOfKey[key] = server;
    nextKey[key] = NONE;
    if (firstKey[server] == NONE) {
      firstKey[server] = key;
      keysOfServer[server] = 0;
      bytesOfServer[server] = 0;
      servers[fragments++] = server;
    } else {
      nextKey[lastKey[server]] = key;
    }
    lastKey[server] = key;
    keysOfServer[server]++;
    bytesOfServer[server] += length[key];
  }

  private static int dataStart(ByteBuf in, int element) {
    return element + 1 + RespLines.lineLength(dataLength(in, element));
  }

  private static int skipElement(ByteBuf in, int element) {
    int length = dataLength(in, element);
    return element + 1 + RespLines.lineLength(length) + length + 2;
  }

  private static int dataLength(ByteBuf in, int element) {
    return (int) RespLines.number(in, element + 1, in.writerIndex());
  }

  @Override
  public int fragments() {
    return fragments;
  }

  @Override
  public int server(int fragment) {
    return servers[fragment];
  }

  /** How many keys the request has. */
  public int keys() {
    return keys;
  }

  /** How many of the request's keys a fragment has. */
  public int keys(int fragment) {
    return keysOfServer[servers[fragment]];
  }

  /** The fragment that the request's n-th key went to. */
  public int fragmentOfKey(int key) {
    return fragmentOfServer[serverOfKey[key]];
  }

  @Override
  public int bytes(int fragment) {
    String name = command.lowerCaseName();
    return headerBytes(fragment, name) + bytesOfServer[servers[fragment]];
  }

  @Override
  public void append(int fragment, SendBuffer out) {
    String name = command.lowerCaseName();
    ByteBuf header = out.room(headerBytes(fragment, name));
    header.writeByte('*');
    RespLines.writeLine(header, elements(fragment));
    header.writeByte('$');
    RespLines.writeLine(header, name.length());
    for (int i = 0; i < name.length(); i++) {
      header.writeByte(name.charAt(i));
    }
    header.writeShort('\r' << 8 | '\n');
    for (int key = firstKey[servers[fragment]]; key != NONE; key = nextKey[key]) {
      out.append(request, offset[key], length[key]);
    }
  }

  private int elements(int fragment) {
    return 1 + keys(fragment) * command.elements().keyStep();
  }

  private int headerBytes(int fragment, String name) {
    return 1
        + RespLines.lineLength(elements(fragment))
        + 1
        + RespLines.lineLength(name.length())
        + name.length()
        + 2;
  }
}
