// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * A request typed by a person: one line of words, as Redis takes them. It is rewritten as an array
 * of bulk strings, which is all that servers are ever sent.
 *
 * <pre>
 *   SET greeting "hello\r\nworld"
 * </pre>
 *
 * <p>Words are separated by white space. In double quotes {@code \n \r \t \b \a \xHH} and {@code
 * \c} for any other byte are understood, in single quotes only {@code \'}.
 */
public final class InlineRequest {
  /** What unbalanced quotes are answered with, before the connection is closed. */
  public static final String UNBALANCED_QUOTES = "ERR Protocol error: unbalanced quotes in request";

  private final ByteBuf line;
  private final ByteBuf words;
  private int count;

  private InlineRequest(ByteBuf line, ByteBuf words) {
    this.line = line;
    this.words = words;
  }

  /**
   * The line {@code in[from, from + length)}, its line end included, as {@code *2\r\n$3\r\nGET…}.
   *
   * @return a buffer that the caller owns, empty for an empty line; null if quotes are unbalanced
   */
  public static @Nullable ByteBuf rewrite(
      ByteBuf in, int from, int length, ByteBufAllocator allocator) {
    ByteBuf words = allocator.buffer(length * 2 + 64);
    var request = new InlineRequest(in.slice(from, lineLength(in, from, length)), words);
    if (!request.splitWords()) {
      words.release();
      return null;
    }
    if (request.count == 0) {
      return words;
    }
    ByteBuf array = allocator.buffer(words.readableBytes() + 16);
    array.writeCharSequence("*" + request.count + "\r\n", US_ASCII);
    array.writeBytes(words);
    words.release();
    return array;
  }

  private static int lineLength(ByteBuf in, int from, int length) {
    boolean crLf = length >= 2 && in.getByte(from + length - 2) == '\r';
    return crLf ? length - 2 : length - 1;
  }

  private boolean splitWords() {
    ByteBuf word = words.alloc().buffer(64);
    try {
      while (skipSpace()) {
        word.clear();
        if (!readWord(word)) {
          return false;
        }
        words.writeCharSequence("$" + word.readableBytes() + "\r\n", US_ASCII);
        words.writeBytes(word);
        words.writeCharSequence("\r\n", US_ASCII);
        count++;
      }
      return true;
    } finally {
      word.release();
    }
  }

  private boolean skipSpace() {
    while (line.isReadable() && isSpace(peek())) {
      line.skipBytes(1);
    }
    return line.isReadable();
  }

  /** One word, which may have quoted parts; a closing quote must end it. */
  private boolean readWord(ByteBuf word) {
    while (line.isReadable() && !endsWord(peek())) {
      byte b = line.readByte();
      if (b == '"' || b == '\'') {
        return readQuoted(word, b) && (!line.isReadable() || isSpace(peek()));
      }
      word.writeByte(b);
    }
    return true;
  }

  private boolean readQuoted(ByteBuf word, byte quote) {
    while (line.isReadable()) {
      byte b = line.readByte();
      if (b == quote) {
        return true;
      }
      boolean escapes = quote == '"' || (line.isReadable() && peek() == '\'');
      word.writeByte(b == '\\' && escapes && line.isReadable() ? readEscaped() : b);
    }
    return false;
  }

  private int readEscaped() {
    byte b = line.readByte();
    if (b == 'x' && line.readableBytes() >= 2) {
      int high = Character.digit(peek(), 16);
      int low = Character.digit(line.getByte(line.readerIndex() + 1), 16);
      if (high >= 0 && low >= 0) {
        line.skipBytes(2);
        return high << 4 | low;
      }
    }
    return switch (b) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'a' -> 7;
      default -> b;
    };
  }

  private byte peek() {
    return line.getByte(line.readerIndex());
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r') || b == 0;
  }

  /** As Redis: the vertical tab and the form feed separate words but do not end one. */
  private static boolean endsWord(byte b) {
    return isSpace(b) && b != '\013' && b != '\f';
  }
}
