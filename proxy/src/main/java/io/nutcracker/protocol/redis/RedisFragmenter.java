// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.nutcracker.hashkit.KeyRouter;
import io.nutcracker.mbuf.SendBuffer;
import io.nutcracker.protocol.Fragments;
import io.nutcracker.protocol.KeyChains;

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
 * servers. One per worker; what it tells is about the last split.
 */
public final class RedisFragmenter implements Fragments {
  private final KeyChains keys = new KeyChains();
  private ByteBuf request = Unpooled.EMPTY_BUFFER;
  private RedisCommand command = RedisCommand.MGET;

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
    int count = (elements - 1) / step;
    keys.start(count, poolSize);
    int at = skipElement(in, from + 1 + RespLines.lineLength(elements));
    for (int key = 0; key < count; key++) {
      int data = dataStart(in, at);
      int end = skipElement(in, at);
      int server = router.serverIndex(in, data, end - 2);
      for (int i = 1; i < step; i++) {
        end = skipElement(in, end);
      }
      keys.add(at, end - at, server);
      at = end;
    }
    keys.finish();
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
    return keys.fragments();
  }

  @Override
  public int server(int fragment) {
    return keys.server(fragment);
  }

  /** The request's keys, each with its value. */
  public KeyChains keys() {
    return keys;
  }

  @Override
  public int bytes(int fragment) {
    String name = command.lowerCaseName();
    return headerBytes(fragment, name) + keys.bytes(fragment);
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
    for (int key = keys.firstKey(fragment); key != KeyChains.NONE; key = keys.nextKey(key)) {
      out.append(request, keys.offset(key), keys.length(key));
    }
  }

  private int elements(int fragment) {
    return 1 + keys.count(fragment) * command.elements().keyStep();
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
