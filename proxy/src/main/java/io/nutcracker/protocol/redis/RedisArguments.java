// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What stands behind the command's name in a request that is answered here. */
public final class RedisArguments {
  /** Longest argument that {@link #first} looks at: no subcommand is longer. */
  private static final int MAX_SUBCOMMAND_LENGTH = 128;

  private RedisArguments() {}

  /** A request of this program's own, for good. */
  public static ByteBuf request(String text) {
    return Unpooled.unreleasableBuffer(Unpooled.copiedBuffer(text, US_ASCII).asReadOnly());
  }

  /**
   * An element of an array or push whose elements up to this one are bulk strings, byte for
   * character.
   */
  public static String element(ByteBuf in, int from, int index) {
    int at = from + 1 + RespLines.lineLength(RespLines.number(in, from + 1, in.writerIndex()));
    for (int i = 0; i < index; i++) {
      at = end(in, at);
    }
    int length = length(in, at);
    return in.toString(at + 1 + RespLines.lineLength(length), length, ISO_8859_1);
  }

  /** The number that the integer reply at {@code from} has. */
  public static long integer(ByteBuf in, int from) {
    return RespLines.number(in, from + 1, in.writerIndex());
  }

  /** The command's name as errors repeat it. */
  public static String commandName(ByteBuf in, int from) {
    return element(in, from, 0).toLowerCase(Locale.ROOT);
  }

  /** The start of the first argument; empty if there is none. */
  public static String first(ByteBuf in, int from, int elements) {
    int name = from + 1 + RespLines.lineLength(elements);
    int at = end(in, name);
    int length = elements < 2 ? 0 : length(in, at);
    int data = at + 1 + RespLines.lineLength(length);
    return in.toString(data, Math.min(length, MAX_SUBCOMMAND_LENGTH), ISO_8859_1);
  }

  /**
   * The request with another first argument; the caller owns it.
   *
   * @param length of the request
   */
  public static ByteBuf withFirst(ByteBuf in, int from, int length, int elements, String first) {
    int name = from + 1 + RespLines.lineLength(elements);
    int old = end(in, name);
    int rest = end(in, old);
    String argument = "$" + first.length() + "\r\n" + first + "\r\n";
    ByteBuf request = in.alloc().directBuffer(length + argument.length());
    request.writeBytes(in, from, old - from);
    request.writeCharSequence(argument, ISO_8859_1);
    return request.writeBytes(in, rest, from + length - rest);
  }

  private static int length(ByteBuf in, int element) {
    return (int) RespLines.number(in, element + 1, in.writerIndex());
  }

  private static int end(ByteBuf in, int element) {
    int length = length(in, element);
    return element + 1 + RespLines.lineLength(length) + length + 2;
  }

  /**
   * All arguments, byte for character.
   *
   * @param from where a request begins that its parser has found to be well formed
   * @param elements its number of elements, the command's name included
   */
  public static List<String> of(ByteBuf in, int from, int elements) {
    var arguments = new ArrayList<String>(elements);
    int at = from + 1 + RespLines.lineLength(elements);
    for (int i = 0; i < elements; i++) {
      int length = length(in, at);
      if (i > 0) {
        arguments.add(in.toString(at + 1 + RespLines.lineLength(length), length, ISO_8859_1));
      }
      at = end(in, at);
    }
    return arguments;
  }
}
