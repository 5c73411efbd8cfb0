// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.nutcracker.protocol.RequestParser;
import org.jspecify.annotations.Nullable;

/**
 * Finds the end of a client's request, its command and its keys, and nothing else: the rest passes
 * through by reference.
 *
 * <pre>
 *   set key 0 0 5 noreply\r\n  world\r\n
 *   line                       data block, if the command has one
 * </pre>
 *
 * <p>{@link #parse} is called with whatever has arrived. The line must stay in one piece until its
 * end is there; of the block nothing is looked at but the CR LF behind it. What has been seen is
 * not looked at again.
 *
 * <p>A server connection is shared. So two things must be certain of what is forwarded: that a
 * server takes exactly these bytes for one request, and that it answers with exactly one response.
 * Where that is not so ({@code bad numbers} before a block, a block of another length, {@code
 * noreply} left in the line) the request is {@linkplain #rejection rejected} with what memcached
 * 1.6.18 would have answered, and the connection goes on where memcached's would. All other
 * mistakes are the server's to find.
 *
 * <p>{@code noreply} and the flag {@code q} are never forwarded: the server's answer is swallowed
 * here. {@link #cutOffset} says what to leave out.
 *
 * <p>One per client connection, used by its event loop. Never throws for bad input.
 */
public final class MemcachedRequestParser implements RequestParser {
  /** What {@link #parse} found. */
  public enum Result {
    /** More bytes are needed. */
    INCOMPLETE,
    /** A request for {@link #command}, {@link #length} bytes long. */
    REQUEST,
    /** A request of {@link #length} bytes that is answered with {@link #rejection}. */
    REJECTED,
    /** {@link #rejection}, which may be empty, is the last that the client gets. */
    FATAL
  }

  /** The longest that memcached takes. */
  public static final int MAX_KEY_LENGTH = 250;

  /** The largest that memcached can be told to store. */
  static final int MAX_DATA_BYTES = 1024 * 1024 * 1024;

  /** memcached adds the two bytes of the block's end, and what it has then must be an int. */
  private static final int MAX_LENGTH_NUMBER = Integer.MAX_VALUE - 2;

  /** memcached's limit, the command and the key included. */
  private static final int MAX_META_TOKENS = 19;

  private static final int NO_DATA = -1;
  private static final int NO_TOKEN = -1;
  private static final int CR_LF = 2;
  private static final int KEY = 1;
  private static final byte BINARY_MAGIC = (byte) 0x80;
  private static final String NOREPLY = "noreply";

  private final int maxKeyLength;
  private final int maxRequestBytes;
  private final RequestLine line;

  /** As memcached: the first byte decides for the whole connection which protocol it speaks. */
  private boolean anythingSeen;

  private boolean binary;
  private @Nullable MemcachedCommand command;
  private byte @Nullable [] rejection;
  private boolean fatal;

  /** Of the data block, without its end. */
  private int dataLength;

  private int firstKey;
  private int keys;
  private boolean keyBase64;
  private boolean noreply;
  private boolean quiet;
  private int cutOffset;
  private int cutLength;

  /**
   * One per client connection.
   *
   * @param maxKeyLength longest key, in bytes, that is forwarded
   * @param maxRequestBytes longest data block, at most 1 GB, and longest line of keys
   */
  public MemcachedRequestParser(int maxKeyLength, int maxRequestBytes) {
    this.maxKeyLength = maxKeyLength;
    this.maxRequestBytes = maxRequestBytes;
    this.line = new RequestLine(maxRequestBytes);
    forget();
  }

  @Override
  public void reset() {
    line.reset();
    forget();
  }

  private void forget() {
    command = null;
    rejection = null;
    fatal = false;
    dataLength = NO_DATA;
    firstKey = KEY;
    keys = 0;
    keyBase64 = false;
    noreply = false;
    quiet = false;
    cutOffset = 0;
    cutLength = 0;
  }

  /**
   * Goes on with the current request.
   *
   * @param in the bytes received, from the reader index on; its indices are not moved
   * @param asideBytes how many bytes of this request came before those
   */
  public Result parse(ByteBuf in, int asideBytes) {
    int shift = in.readerIndex() - asideBytes;
    int arrived = in.writerIndex() - shift;
    if (line.length() == 0) {
      if (!readLine(in, shift, arrived)) {
        return fatal ? Result.FATAL : Result.INCOMPLETE;
      }
      examine(in, shift);
    }
    return fatal ? Result.FATAL : takeBlock(in, shift, arrived);
  }

  private boolean readLine(ByteBuf in, int shift, int arrived) {
    if (arrived == 0) {
      return false;
    }
    if (!anythingSeen) {
      anythingSeen = true;
      if (in.getByte(shift) == BINARY_MAGIC) {
        binary = true;
        fatal(Rejection.SILENT);
        return false;
      }
    }
    if (line.read(in, shift, arrived)) {
      return true;
    }
    if (line.isTooLong(in, shift, arrived)) {
      fatal(Rejection.LINE_TOO_LONG);
    }
    return false;
  }

  private Result takeBlock(ByteBuf in, int shift, int arrived) {
    if (dataLength != NO_DATA) {
      if (arrived < length()) {
        return Result.INCOMPLETE;
      }
      int end = shift + length() - CR_LF;
      if (rejection == null && (in.getByte(end) != '\r' || in.getByte(end + 1) != '\n')) {
        reject(Rejection.BAD_DATA_CHUNK);
      }
    }
    return rejection == null ? Result.REQUEST : Result.REJECTED;
  }

  /** Decides what to do with the request, now that its line is there. */
  private void examine(ByteBuf in, int shift) {
    MemcachedCommand found =
        line.count() == 0
            ? null
            : MemcachedCommand.named(in, shift + line.offset(0), line.length(0));
    command = found;
    if (found == null) {
      examineUnknown(in, shift);
    } else if (!found.allows(line.count())) {
      reject(Rejection.ERROR);
    } else {
      switch (found.kind()) {
        case READ -> examineRead(in, shift, found);
        case STORAGE -> examineStorage(in, shift, found);
        case LINE -> examineOneKey(in, shift);
        case BROADCAST -> examineBroadcast(in, shift, found);
        case META -> examineMeta(in, shift, found);
        case LOCAL -> {}
      }
    }
  }

  /** As memcached: a browser that was tricked into talking to it is not listened to any further. */
  private void examineUnknown(ByteBuf in, int shift) {
    if (line.count() > 0 && line.startsWith(in, shift, line.count() - 1, "HTTP/")) {
      fatal(Rejection.SILENT);
    } else {
      reject(Rejection.ERROR);
    }
  }

  /** {@code get <key>*}, {@code gat <exptime> <key>*}. */
  private void examineRead(ByteBuf in, int shift, MemcachedCommand found) {
    if (found.hasExptimeFirst()) {
      firstKey = KEY + 1;
      if (Decimal.signedInt(in, shift + line.offset(KEY), line.length(KEY)) == Decimal.INVALID) {
        reject(Rejection.INVALID_EXPTIME);
      }
    }
    keys = line.count() - firstKey;
    if (keys == 0) {
      reject(MemcachedReplies.END); // gat <exptime>: memcached finds nothing in no keys
    }
    for (int i = firstKey; i < line.count(); i++) {
      if (line.length(i) > maxKeyLength) {
        reject(Rejection.BAD_FORMAT);
        return;
      }
    }
    rejectControls();
  }

  /** {@code set <key> <flags> <exptime> <bytes> [noreply]}, {@code cas} with a unique before it. */
  private void examineStorage(ByteBuf in, int shift, MemcachedCommand found) {
    examineNoreply(in, shift, KEY + 1);
    examineKey();
    long flags = Decimal.unsignedInt(in, shift + line.offset(2), line.length(2));
    long exptime = Decimal.signedInt(in, shift + line.offset(3), line.length(3));
    long bytes = Decimal.unsignedInt(in, shift + line.offset(4), line.length(4));
    long unique =
        found == MemcachedCommand.CAS
            ? Decimal.unsignedLong(in, shift + line.offset(5), line.length(5))
            : 0;
    if (flags == Decimal.INVALID || exptime == Decimal.INVALID || unique == Decimal.INVALID) {
      reject(Rejection.BAD_FORMAT);
    }
    expectBlock(bytes);
    if (flags == Decimal.ODD || exptime == Decimal.ODD || unique == Decimal.ODD) {
      // 1.6.18 cuts what does not fit, other versions refuse it, and take the block for commands.
      reject(Rejection.BAD_FORMAT);
    }
    rejectControls();
  }

  /**
   * A data block of that many bytes. After a line that is rejected for what comes before it there
   * is none: memcached goes on behind the line, and the client gets its answers.
   */
  private void expectBlock(long bytes) {
    if (rejection != null) {
      return;
    }
    if (bytes < 0 || bytes > MAX_LENGTH_NUMBER) {
      reject(Rejection.BAD_FORMAT);
    } else if (bytes > MAX_DATA_BYTES) {
      fatal(Rejection.TOO_LARGE);
    } else {
      dataLength = (int) bytes;
      if (bytes > maxRequestBytes) {
        // As memcached does with a value larger than it stores: the block is swallowed.
        reject(Rejection.TOO_LARGE);
      }
    }
  }

  /** {@code incr}, {@code decr}, {@code delete} and {@code touch}. */
  private void examineOneKey(ByteBuf in, int shift) {
    examineNoreply(in, shift, KEY + 1);
    examineKey();
    rejectControls();
  }

  private void examineBroadcast(ByteBuf in, int shift, MemcachedCommand found) {
    if (found != MemcachedCommand.STATS) {
      examineNoreply(in, shift, KEY);
    } else if (line.count() > KEY && line.startsWith(in, shift, KEY, "sizes_")) {
      // sizes_enable, sizes_disable: memcached answers with a list that nothing ends.
      reject(Rejection.ERROR);
    }
    rejectControls();
  }

  /** {@code mg <key> <flag>*}, {@code ms <key> <bytes> <flag>*}. */
  private void examineMeta(ByteBuf in, int shift, MemcachedCommand found) {
    if (line.count() <= KEY) {
      reject(Rejection.BAD_FORMAT);
      return;
    }
    examineKey();
    if (found == MemcachedCommand.ME) {
      keyBase64 = line.count() > 2 && line.is(in, shift, 2, "b");
      examineBase64(in, shift, Rejection.BAD_FORMAT);
    } else {
      examineFlags(in, shift, found);
    }
    rejectControls();
  }

  private void examineFlags(ByteBuf in, int shift, MemcachedCommand found) {
    boolean set = found == MemcachedCommand.MS;
    if (set && line.count() == 2) {
      reject(Rejection.BAD_FORMAT);
      return;
    }
    if (line.count() > MAX_META_TOKENS) {
      boolean get = found == MemcachedCommand.MG;
      reject(get ? Rejection.TOO_MANY_GET_FLAGS : Rejection.TOO_MANY_FLAGS);
    }
    if (set) {
      expectBlock(Decimal.unsignedInt(in, shift + line.offset(2), line.length(2)));
    }
    boolean vague = found == MemcachedCommand.MD || found == MemcachedCommand.MA;
    int q = findFlags(in, shift, set ? 3 : 2);
    if (q != NO_TOKEN) {
      quiet = true;
      cut(in, shift, q);
      if (findQuiet(in, shift, q + 1) != NO_TOKEN) {
        reject(vague ? Rejection.INVALID_FLAG : Rejection.DUPLICATE_FLAG);
      }
    }
    examineBase64(in, shift, vague ? Rejection.INVALID_FLAG : Rejection.UNDECODABLE_KEY);
  }

  /** Notes whether the key is base64, and returns the first flag {@code q}. */
  private int findFlags(ByteBuf in, int shift, int from) {
    for (int i = from; i < line.count(); i++) {
      keyBase64 |= in.getByte(shift + line.offset(i)) == 'b';
    }
    return findQuiet(in, shift, from);
  }

  /** Of a flag only the first letter counts, so that {@code quick} is a {@code q} as well. */
  private int findQuiet(ByteBuf in, int shift, int from) {
    for (int i = from; i < line.count(); i++) {
      if (in.getByte(shift + line.offset(i)) == 'q') {
        return i;
      }
    }
    return NO_TOKEN;
  }

  private void examineBase64(ByteBuf in, int shift, byte[] reply) {
    if (keyBase64 && !Base64Key.isValid(in, shift + line.offset(KEY), line.length(KEY))) {
      reject(reply);
    }
  }

  private void examineKey() {
    keys = 1;
    if (line.length(KEY) > maxKeyLength) {
      reject(Rejection.BAD_FORMAT);
    }
  }

  /**
   * {@code noreply}, which is that only as the last token and only where there is no key.
   *
   * @param from the first token that may be it
   */
  private void examineNoreply(ByteBuf in, int shift, int from) {
    int last = line.count() - 1;
    if (last < from || !line.is(in, shift, last, NOREPLY)) {
      return;
    }
    noreply = true;
    cut(in, shift, last);
    if (last > from && line.is(in, shift, last - 1, NOREPLY)) {
      // Without one, the server would still see the other. It is an error anyway.
      reject(Rejection.ERROR);
    }
  }

  private void cut(ByteBuf in, int shift, int token) {
    cutOffset = line.gap(in, shift, token);
    cutLength = line.end(in, shift, token) - cutOffset;
  }

  private void rejectControls() {
    if (line.hasControls()) {
      reject(Rejection.CONTROL_BYTE);
    }
  }

  /** The first reason counts, as with memcached, which looks no further. */
  private void reject(byte[] reply) {
    if (rejection == null) {
      rejection = noreply ? Rejection.SILENT : reply;
    }
  }

  private void fatal(byte[] reply) {
    reject(reply);
    fatal = true;
  }

  /** The command of the request found. */
  public MemcachedCommand command() {
    return requireNonNull(command);
  }

  @Override
  public int length() {
    return dataLength == NO_DATA ? line.length() : line.length() + dataLength + CR_LF;
  }

  @Override
  public int position() {
    if (line.length() == 0) {
      return 0;
    }
    return rejection == null ? length() - CR_LF : length();
  }

  @Override
  public boolean isRejecting() {
    return rejection != null;
  }

  /**
   * The whole reply to what was rejected. Empty if there is none, because the client wants none or
   * because memcached would close without a word.
   */
  public byte[] rejection() {
    return requireNonNull(rejection);
  }

  /** Whether the connection was given up because the client speaks memcached's binary protocol. */
  public boolean isBinaryProtocol() {
    return binary;
  }

  /** How many keys the request has; 0 for commands that are for every server or answered here. */
  public int keys() {
    return keys;
  }

  /** The offset of a key from the request's first byte. */
  public int keyOffset(int key) {
    return line.offset(firstKey + key);
  }

  /** The length of a key. */
  public int keyLength(int key) {
    return line.length(firstKey + key);
  }

  /** Whether the key is base64 text that stands for the key proper. */
  public boolean isKeyBase64() {
    return keyBase64;
  }

  /** Whether the client wants no reply at all: the last token is {@code noreply}. */
  public boolean isNoreply() {
    return noreply;
  }

  /** Whether the client wants no nominal reply: a meta command has the flag {@code q}. */
  public boolean isQuiet() {
    return quiet;
  }

  /** The length of the request's line, its end included. */
  public int lineLength() {
    return line.length();
  }

  /** The offset of the first token behind the command's name. */
  public int argumentsOffset() {
    return line.count() > 1 ? line.offset(1) : line.lastTokenEnd();
  }

  /**
   * The offset of the end of the last token; {@link #argumentsOffset} if there are no arguments.
   */
  public int argumentsEnd() {
    return line.lastTokenEnd();
  }

  /**
   * The offset of what is left out when the request is forwarded: {@code noreply} or {@code q},
   * with the blanks before it.
   */
  public int cutOffset() {
    return cutOffset;
  }

  /** The length of what is left out when the request is forwarded; 0 if nothing is. */
  public int cutLength() {
    return cutLength;
  }
}
