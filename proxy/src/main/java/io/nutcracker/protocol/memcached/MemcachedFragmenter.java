// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.nutcracker.hashkit.KeyRouter;
import io.nutcracker.mbuf.SendBuffer;
import io.nutcracker.protocol.Fragments;
import io.nutcracker.protocol.KeyChains;

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
 * servers. One per worker; what it tells is about the last request.
 */
public final class MemcachedFragmenter implements Fragments {
  private KeyChains keys = new KeyChains();

  /** For the next request: others if these have been handed over. */
  private KeyChains nextKeys = keys;

  private ByteBuf request = Unpooled.EMPTY_BUFFER;
  private MemcachedCommand command = MemcachedCommand.GET;

  /** How many servers get a request without a key. */
  private int poolSize;

  /** The first argument: {@code gat}'s exptime, the report that {@code stats} asks for. */
  private int argument;

  private int argumentLength;

  /** A request for every server: it starts here, and the bytes between these two are left out. */
  private int line;

  private int cutLine;
  private int restOfLine;
  private int lineEnd;

  /**
   * Splits a request for several keys, which starts at {@code from}.
   *
   * @param parser what has found it
   * @param poolSize how many servers the router chooses from
   */
  public void split(
      ByteBuf in, int from, MemcachedRequestParser parser, KeyRouter router, int poolSize) {
    start(in, from, parser, poolSize);
    keys.start(parser.keys(), poolSize);
    for (int key = 0; key < parser.keys(); key++) {
      int at = from + parser.keyOffset(key);
      int length = parser.keyLength(key);
      keys.add(at, length, router.serverIndex(in, at, at + length));
    }
    keys.finish();
  }

  /** Gives a request without a key, which starts at {@code from}, to every server. */
  public void broadcast(ByteBuf in, int from, MemcachedRequestParser parser, int poolSize) {
    start(in, from, parser, poolSize);
    keys.start(0, poolSize);
    line = from;
    lineEnd = from + parser.lineLength();
    cutLine = parser.cutLength() == 0 ? lineEnd : from + parser.cutOffset();
    restOfLine = cutLine + parser.cutLength();
  }

  private void start(ByteBuf in, int from, MemcachedRequestParser parser, int poolSize) {
    keys = nextKeys;
    this.request = in;
    this.command = parser.command();
    this.poolSize = poolSize;
    argument = from + parser.argumentsOffset();
    argumentLength = ResponseLines.tokenEnd(in, argument, from + parser.argumentsEnd()) - argument;
  }

  private boolean isBroadcast() {
    return keys.count() == 0;
  }

  @Override
  public int fragments() {
    return isBroadcast() ? poolSize : keys.fragments();
  }

  @Override
  public int server(int fragment) {
    return isBroadcast() ? fragment : keys.server(fragment);
  }

  @Override
  public int bytes(int fragment) {
    if (isBroadcast()) {
      return cutLine - line + lineEnd - restOfLine;
    }
    return headBytes() + keys.count(fragment) + keys.bytes(fragment) + 2;
  }

  /** {@code get}, {@code gat 60}. */
  private int headBytes() {
    return command.lowerCaseName().length() + (command.hasExptimeFirst() ? 1 + argumentLength : 0);
  }

  @Override
  public void append(int fragment, SendBuffer out) {
    if (isBroadcast()) {
      out.append(request, line, cutLine - line);
      out.append(request, restOfLine, lineEnd - restOfLine);
    } else {
      appendKeys(fragment, out);
    }
  }

  private void appendKeys(int fragment, SendBuffer out) {
    ByteBuf head = out.room(headBytes());
    String name = command.lowerCaseName();
    for (int i = 0; i < name.length(); i++) {
      head.writeByte(name.charAt(i));
    }
    if (command.hasExptimeFirst()) {
      head.writeByte(' ').writeBytes(request, argument, argumentLength);
    }
    for (int key = keys.firstKey(fragment); key != KeyChains.NONE; key = keys.nextKey(key)) {
      int length = keys.length(key);
      out.room(1 + length).writeByte(' ').writeBytes(request, keys.offset(key), length);
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

  /** The request's keys; none if it is for every server. */
  public KeyChains keys() {
    return keys;
  }

  /**
   * Gives away the request's keys, once. They are still read here, until the next request.
   *
   * @param others what the next request may use in their stead
   */
  KeyChains handOver(KeyChains others) {
    assert keys == nextKeys : "handed over before";
    nextKeys = others;
    return keys;
  }

  /** What holds the request. */
  ByteBuf request() {
    return request;
  }
}
