// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.nutcracker.protocol.RequestParser;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds the end of a client's request, its command and its key, and nothing else: the rest passes
 * through by reference.
 *
 * <pre>
 *   *3\r\n  $3\r\nSET\r\n  $5\r\nhello\r\n  $5\r\nworld\r\n
 *   count   element 0      element 1 (key)  element 2
 * </pre>
 *
 * <p>{@link #parse} is called with whatever has arrived. What it has seen it never looks at again
 * (a line of digits excepted, which is short): it keeps its place as an offset from the request's
 * first byte, so that the bytes before it may be set aside in the meantime.
 *
 * <p>A request that must not be forwarded (unknown command, wrong count, key too long) is read to
 * its end all the same, so that the connection stays usable; then {@link #rejection} says why. Only
 * what leaves no certain place to go on is a {@link Result#PROTOCOL_ERROR}.
 *
 * <p>One per client connection, used by its event loop. Never throws for bad input.
 */
public final class RedisRequestParser implements RequestParser {
  /** What {@link #parse} found. */
  public enum Result {
    /** More bytes are needed. */
    INCOMPLETE,
    /** A request for {@link #command}, {@link #length} bytes long. */
    REQUEST,
    /** A request of {@link #length} bytes that is answered with {@link #rejection}. */
    REJECTED,
    /** {@link #length} bytes that ask for nothing: {@code *0\r\n}. */
    EMPTY,
    /** A line of {@link #length} bytes, its end included, that does not start with {@code *}. */
    INLINE,
    /** No request can follow; {@link #rejection} says why. */
    PROTOCOL_ERROR
  }

  /** Redis' own limits: PROTO_INLINE_MAX_SIZE, proto-max-bulk-len. */
  static final int MAX_INLINE_BYTES = 64 * 1024;

  static final int MAX_BULK_BYTES = 512 * 1024 * 1024;

  /** What Redis grants to a client that has yet to authenticate. */
  private static final int UNAUTHENTICATED_MAX_ELEMENTS = 10;

  private static final int UNAUTHENTICATED_MAX_BULK_BYTES = 16384;

  /** How much of an unknown command, and of its arguments, Redis repeats in its error. */
  private static final int ECHOED_LENGTH = 128;

  private static final int COUNT_NOT_SEEN = -1;

  private final int maxKeyLength;
  private final int maxRequestBytes;
  private final CustomCommands custom;
  private boolean authenticated = true;

  /** Offset of the next byte to look at. It may lie beyond what has arrived: the end of a bulk. */
  private int position;

  private int elements;
  private int element;
  private boolean atBulkEnd;
  private @Nullable RedisCommand command;
  private int keyOffset;
  private int keyLength;

  /** Whether this is a script that says it has no keys. */
  private boolean isKeyless;

  private @Nullable String rejection;

  /** As Redis: a browser that was tricked into talking to it is not listened to any further. */
  private boolean isHttp;

  /** The arguments of an unknown command as its error repeats them; null for all other requests. */
  private @Nullable StringBuilder echoed;

  /**
   * @param maxKeyLength longest key, in bytes, that is forwarded
   * @param maxRequestBytes longest request, at most 1 GB
   */
  public RedisRequestParser(int maxKeyLength, int maxRequestBytes, CustomCommands custom) {
    this.maxKeyLength = maxKeyLength;
    this.maxRequestBytes = maxRequestBytes;
    this.custom = custom;
    reset();
  }

  /** Sets whether the limits for unauthenticated clients apply. */
  public void authenticated(boolean authenticated) {
    this.authenticated = authenticated;
  }

  @Override
  public void reset() {
    position = 0;
    elements = COUNT_NOT_SEEN;
    element = 0;
    atBulkEnd = false;
    command = null;
    keyOffset = 0;
    keyLength = 0;
    isKeyless = false;
    rejection = null;
    isHttp = false;
    echoed = null;
  }

  /**
   * Goes on with the current request.
   *
   * @param in the bytes received, from the reader index on; its indices are not moved
   * @param asideBytes how many bytes of this request came before those
   */
  public Result parse(ByteBuf in, int asideBytes) {
    int shift = in.readerIndex() - asideBytes;
    int end = in.writerIndex();
    if (elements == COUNT_NOT_SEEN) {
      Result result = parseCount(in, shift, end);
      if (result != null) {
        return result;
      }
    }
    while (element < elements) {
      Result result = atBulkEnd ? parseBulkEnd(in, shift, end) : parseBulkHeader(in, shift, end);
      if (result != null) {
        return result;
      }
    }
    if (isHttp) {
      return protocolError("this is not an HTTP server");
    }
    return rejection == null ? Result.REQUEST : Result.REJECTED;
  }

  /** {@code *3\r\n}. Returns null to go on with the elements. */
  private @Nullable Result parseCount(ByteBuf in, int shift, int end) {
    if (shift == end) {
      return Result.INCOMPLETE;
    }
    // Of a line, a part may have been seen and set aside; a count is looked at whole.
    if (position > 0 || in.getByte(shift) != '*') {
      return parseInline(in, shift, end);
    }
    long count = RespLines.number(in, shift + 1, end);
    if (count == RespLines.INCOMPLETE) {
      return Result.INCOMPLETE;
    }
    if (count == RespLines.INVALID || count > Integer.MAX_VALUE) {
      return protocolError("invalid multibulk length");
    }
    if (!authenticated && count > UNAUTHENTICATED_MAX_ELEMENTS) {
      return protocolError("unauthenticated multibulk length");
    }
    position = 1 + RespLines.lineLength(count);
    if (count <= 0) {
      return Result.EMPTY;
    }
    elements = (int) count;
    return null;
  }

  /** Everything up to a LF. {@link #position} remembers how far there was none. */
  private Result parseInline(ByteBuf in, int shift, int end) {
    int from = shift + position;
    int lf = in.indexOf(from, end, (byte) '\n');
    if (lf >= 0) {
      position = lf + 1 - shift;
      return Result.INLINE;
    }
    position = end - shift;
    return position > Math.min(MAX_INLINE_BYTES, maxRequestBytes)
        ? protocolError("too big inline request")
        : Result.INCOMPLETE;
  }

  /** {@code $5\r\n}, and what must be known of the data behind it. */
  private @Nullable Result parseBulkHeader(ByteBuf in, int shift, int end) {
    int at = shift + position;
    if (at >= end) {
      return Result.INCOMPLETE;
    }
    if (in.getByte(at) != '$') {
      return protocolError("expected '$', got '" + printable(in.getByte(at)) + "'");
    }
    long length = RespLines.number(in, at + 1, end);
    if (length == RespLines.INCOMPLETE) {
      return Result.INCOMPLETE;
    }
    if (length < 0 || length > MAX_BULK_BYTES) {
      return protocolError("invalid bulk length");
    }
    if (!authenticated && length > UNAUTHENTICATED_MAX_BULK_BYTES) {
      return protocolError("unauthenticated bulk length");
    }
    int data = position + 1 + RespLines.lineLength(length);
    if (data + length > maxRequestBytes) {
      return protocolError("request larger than " + maxRequestBytes + " bytes");
    }
    if (!examine(in, shift, end, data, (int) length)) {
      return Result.INCOMPLETE;
    }
    position = data + (int) length;
    atBulkEnd = true;
    return null;
  }

  /** The CR LF behind an element's data. */
  private @Nullable Result parseBulkEnd(ByteBuf in, int shift, int end) {
    int at = shift + position;
    if (at + 1 >= end) {
      return Result.INCOMPLETE;
    }
    if (in.getByte(at) != '\r' || in.getByte(at + 1) != '\n') {
      return protocolError("expected CR LF at the end of a bulk string");
    }
    position += 2;
    element++;
    atBulkEnd = false;
    return null;
  }

  /**
   * Looks at the element's data where that decides what to do with the request.
   *
   * @return whether enough of it has arrived
   */
  private boolean examine(ByteBuf in, int shift, int end, int data, int length) {
    int arrived = end - shift - data;
    if (element == 0) {
      return arrived >= Math.min(length, ECHOED_LENGTH) && examineName(in, shift + data, length);
    }
    StringBuilder args = echoed;
    if (args != null) {
      return args.length() >= ECHOED_LENGTH
          || (arrived >= Math.min(length, ECHOED_LENGTH) && echo(args, in, shift + data, length));
    }
    RedisCommand known = command;
    if (known == null || rejection != null) {
      return true;
    }
    if (known.elements() == ElementCount.EVAL_KEYS && element == 2) {
      return arrived >= Math.min(length, RespLines.MAX_DIGITS)
          && examineNumkeys(in, shift + data, length);
    }
    if (isKey(known)) {
      examineKey(known, data, length);
    }
    return true;
  }

  private boolean examineName(ByteBuf in, int from, int length) {
    RedisCommand known = RedisCommand.named(in, from, length);
    RedisCommand found = known == null ? custom.named(in, from, length) : known;
    command = found;
    if (found == null) {
      String name = text(in, from, length, ECHOED_LENGTH);
      isHttp = name.equalsIgnoreCase("POST") || name.equalsIgnoreCase("Host:");
      echoed = new StringBuilder();
      rejection = "ERR unknown command '" + name + "'";
    } else if (!found.elements().allows(elements)) {
      String name = text(in, from, length, ECHOED_LENGTH).toLowerCase(Locale.ROOT);
      rejection = "ERR wrong number of arguments for '" + name + "' command";
    }
    return true;
  }

  /** Redis repeats the first arguments, in quotes, until it has this many bytes of them. */
  private static boolean echo(StringBuilder args, ByteBuf in, int from, int length) {
    int most = ECHOED_LENGTH - args.length();
    args.append('\'').append(text(in, from, length, most)).append("' ");
    return true;
  }

  private boolean isKey(RedisCommand known) {
    ElementCount count = known.elements();
    return (element == count.keyIndex() && !isKeyless)
        || (known.merge() != null && (element - count.keyIndex()) % count.keyStep() == 0);
  }

  private void examineKey(RedisCommand known, int data, int length) {
    if (element == known.elements().keyIndex()) {
      keyOffset = data;
      keyLength = length;
    }
    if (length > maxKeyLength && !known.isLocal()) {
      rejection = "ERR key of " + length + " bytes is longer than the limit of " + maxKeyLength;
    }
  }

  /** As twemproxy, EVAL goes where its first key lives; unlike there, it need not have any. */
  private boolean examineNumkeys(ByteBuf in, int from, int length) {
    boolean digits = length > 0 && length <= RespLines.MAX_DIGITS;
    boolean zero = true;
    for (int i = from; digits && i < from + length; i++) {
      byte b = in.getByte(i);
      digits = b >= '0' && b <= '9';
      zero &= b == '0';
    }
    if (!digits) {
      rejection = "ERR value is not an integer or out of range";
    }
    isKeyless = zero;
    return true;
  }

  private Result protocolError(String what) {
    rejection = "ERR Protocol error: " + what;
    echoed = null;
    return Result.PROTOCOL_ERROR;
  }

  /** Bytes as Redis prints them: up to a NUL, line ends as spaces. */
  private static String text(ByteBuf in, int from, int length, int most) {
    String text = in.toString(from, Math.min(length, most), ISO_8859_1);
    int nul = text.indexOf(0);
    return (nul < 0 ? text : text.substring(0, nul)).replace('\r', ' ').replace('\n', ' ');
  }

  private static char printable(byte b) {
    return b == '\r' || b == '\n' ? ' ' : (char) (b & 0xff);
  }

  /** The command of the request found. */
  public RedisCommand command() {
    return requireNonNull(command);
  }

  /** Whether this is the command of the request found or rejected. */
  public boolean isFor(RedisCommand expected) {
    return command == expected;
  }

  /** Whether the request's keys may belong to several servers, so that it must be split. */
  public boolean hasSeveralKeys() {
    RedisCommand found = command();
    return found.merge() != null && elements > 1 + found.elements().keyStep();
  }

  /** How many elements the request has, the command's name included. */
  public int elements() {
    return elements;
  }

  @Override
  public int length() {
    return position;
  }

  /** The offset of the first key's data; 0 if the request has no key. */
  public int keyOffset() {
    return keyOffset;
  }

  /** The offset of the first key's element, its {@code $5\r\n} included. */
  public int keyElementOffset() {
    return keyOffset - 1 - RespLines.lineLength(keyLength);
  }

  /** The length of the first key. */
  public int keyLength() {
    return keyLength;
  }

  @Override
  public int position() {
    return position;
  }

  @Override
  public boolean isRejecting() {
    return rejection != null;
  }

  /** The error, without type byte and line end, that answers what was rejected; ISO 8859-1. */
  public String rejection() {
    String reason = requireNonNull(rejection);
    return echoed == null ? reason : reason + ", with args beginning with: " + echoed;
  }
}
