// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import io.netty.buffer.ByteBuf;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The memcached commands nutcracker understands, each with what it is and how many tokens its line
 * may have. The counts are those that memcached 1.6.18 answers with {@code ERROR} outside of;
 * whatever else may be wrong with a line is up to {@link MemcachedRequestParser} or the server.
 *
 * <p>What administers a server ({@code slabs}, {@code lru_crawler}, {@code watch}, {@code shutdown}
 * and the like) is missing on purpose: it makes no sense, or harm, on a connection that others
 * share.
 */
public enum MemcachedCommand {
  // Several keys: split over their servers and merged.
  GET(Kind.READ, 2),
  GETS(Kind.READ, 2),
  GAT(Kind.READ, 2),
  GATS(Kind.READ, 2),

  // A data block follows the line.
  SET(Kind.STORAGE, 5, 6),
  ADD(Kind.STORAGE, 5, 6),
  REPLACE(Kind.STORAGE, 5, 6),
  APPEND(Kind.STORAGE, 5, 6),
  PREPEND(Kind.STORAGE, 5, 6),
  CAS(Kind.STORAGE, 6, 7),

  // One key, one line.
  INCR(Kind.LINE, 3, 4),
  DECR(Kind.LINE, 3, 4),
  DELETE(Kind.LINE, 2, 4),
  TOUCH(Kind.LINE, 3, 4),

  // For every server.
  FLUSH_ALL(Kind.BROADCAST, 1, 3),
  STATS(Kind.BROADCAST, 1),
  VERBOSITY(Kind.BROADCAST, 2, 3),

  // Answered here.
  VERSION(Kind.LOCAL, 1),
  QUIT(Kind.LOCAL, 1),

  // Meta commands: one key, and flags.
  MG(Kind.META, 2),
  MS(Kind.META, 2),
  MD(Kind.META, 2),
  MA(Kind.META, 2),
  ME(Kind.META, 1),
  MN(Kind.LOCAL, 1);

  /** What a command is about. */
  enum Kind {
    READ,
    STORAGE,
    LINE,
    BROADCAST,
    LOCAL,
    META
  }

  /** Length in bytes of the longest name, FLUSH_ALL. */
  static final int MAX_NAME_LENGTH = 9;

  /** Open addressing, a power of two several times the number of commands. */
  private static final @Nullable MemcachedCommand[] BY_NAME = new MemcachedCommand[128];

  static {
    for (MemcachedCommand command : values()) {
      int slot = command.nameHash();
      while (BY_NAME[slot & (BY_NAME.length - 1)] != null) {
        slot++;
      }
      BY_NAME[slot & (BY_NAME.length - 1)] = command;
    }
  }

  private final Kind kind;
  private final int minTokens;
  private final int maxTokens;
  private final String lowerCaseName = name().toLowerCase(Locale.ROOT);

  MemcachedCommand(Kind kind, int minTokens) {
    this(kind, minTokens, Integer.MAX_VALUE);
  }

  MemcachedCommand(Kind kind, int minTokens, int maxTokens) {
    this.kind = kind;
    this.minTokens = minTokens;
    this.maxTokens = maxTokens;
  }

  Kind kind() {
    return kind;
  }

  /** Whether a line may have this many tokens, the command's name included. */
  boolean allows(int tokens) {
    return tokens >= minTokens && tokens <= maxTokens;
  }

  /** Whether nutcracker answers this command itself. */
  public boolean isLocal() {
    return kind == Kind.LOCAL;
  }

  /** Whether every server of the pool gets this command. */
  public boolean isBroadcast() {
    return kind == Kind.BROADCAST;
  }

  /** Whether this command asks for the values of one or more keys. */
  public boolean isRead() {
    return kind == Kind.READ;
  }

  /** Whether the first argument is an expiration time, and the keys come after it. */
  boolean hasExptimeFirst() {
    return this == GAT || this == GATS;
  }

  /** The name as it stands on the wire, which it does in lower case only. */
  public String lowerCaseName() {
    return lowerCaseName;
  }

  /** The command of this name, or null. */
  static @Nullable MemcachedCommand named(ByteBuf in, int from, int length) {
    if (length > MAX_NAME_LENGTH) {
      return null;
    }
    int hash = 0;
    for (int i = 0; i < length; i++) {
      hash = addToHash(hash, in.getByte(from + i));
    }
    for (int slot = spread(hash); ; slot++) {
      MemcachedCommand command = BY_NAME[slot & (BY_NAME.length - 1)];
      if (command == null || command.isNamed(in, from, length)) {
        return command;
      }
    }
  }

  private boolean isNamed(ByteBuf in, int from, int length) {
    if (length != lowerCaseName.length()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (lowerCaseName.charAt(i) != in.getByte(from + i)) {
        return false;
      }
    }
    return true;
  }

  private int nameHash() {
    int hash = 0;
    for (int i = 0; i < lowerCaseName.length(); i++) {
      hash = addToHash(hash, (byte) lowerCaseName.charAt(i));
    }
    return spread(hash);
  }

  private static int addToHash(int hash, byte b) {
    return hash * 31 + b;
  }

  private static int spread(int hash) {
    return hash ^ (hash >>> 7);
  }
}
