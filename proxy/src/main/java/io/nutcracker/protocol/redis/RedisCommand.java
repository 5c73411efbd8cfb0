// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import static io.nutcracker.protocol.redis.ElementCount.ANY;
import static io.nutcracker.protocol.redis.ElementCount.EVAL_KEYS;
import static io.nutcracker.protocol.redis.ElementCount.KEY0;
import static io.nutcracker.protocol.redis.ElementCount.KEY1;
import static io.nutcracker.protocol.redis.ElementCount.KEY2;
import static io.nutcracker.protocol.redis.ElementCount.KEY3;
import static io.nutcracker.protocol.redis.ElementCount.KEYN;
import static io.nutcracker.protocol.redis.ElementCount.KEYS;
import static io.nutcracker.protocol.redis.ElementCount.MESSAGE;
import static io.nutcracker.protocol.redis.ElementCount.PAIRS;
import static io.nutcracker.protocol.redis.Merge.ARRAY;
import static io.nutcracker.protocol.redis.Merge.OK;
import static io.nutcracker.protocol.redis.Merge.SUM;

import io.netty.buffer.ByteBuf;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The Redis commands nutcracker understands: how many elements a request may have, where its keys
 * are, and how the responses of a request that was split are merged. The element counts are
 * twemproxy's; what they leave open, the server checks.
 */
public enum RedisCommand {
  // Answered here.
  PING(MESSAGE),
  ECHO(KEY0),
  QUIT(ANY),
  AUTH(KEY0),
  SELECT(KEY0),

  // Split over the servers of their keys and merged.
  MGET(KEYS, ARRAY),
  MSET(PAIRS, OK),
  DEL(KEYS, SUM),
  UNLINK(KEYS, SUM),
  TOUCH(KEYS, SUM),
  EXISTS(KEYS, SUM),

  // Without a key: one server answers for all.
  COMMAND(ANY),
  LOLWUT(ANY),

  // Keys.
  COPY(KEYN),
  DUMP(KEY0),
  EXPIRE(KEY1),
  EXPIREAT(KEY1),
  PERSIST(KEY0),
  PEXPIRE(KEY1),
  PEXPIREAT(KEY1),
  PTTL(KEY0),
  RESTORE(KEYN),
  SORT(KEYN),
  TTL(KEY0),
  TYPE(KEY0),

  // Strings.
  APPEND(KEY1),
  BITCOUNT(KEYN),
  BITFIELD(KEYN),
  BITPOS(KEYN),
  DECR(KEY0),
  DECRBY(KEY1),
  GET(KEY0),
  GETBIT(KEY1),
  GETDEL(KEY0),
  GETEX(KEYN),
  GETRANGE(KEY2),
  GETSET(KEY1),
  INCR(KEY0),
  INCRBY(KEY1),
  INCRBYFLOAT(KEY1),
  PSETEX(KEY2),
  SET(KEYN),
  SETBIT(KEY2),
  SETEX(KEY2),
  SETNX(KEY1),
  SETRANGE(KEY2),
  STRLEN(KEY0),

  // Hashes.
  HDEL(KEYN),
  HEXISTS(KEY1),
  HGET(KEY1),
  HGETALL(KEY0),
  HINCRBY(KEY2),
  HINCRBYFLOAT(KEY2),
  HKEYS(KEY0),
  HLEN(KEY0),
  HMGET(KEYN),
  HMSET(KEYN),
  HRANDFIELD(KEYN),
  HSCAN(KEYN),
  HSET(KEYN),
  HSETNX(KEY2),
  HSTRLEN(KEY1),
  HVALS(KEY0),

  // Lists.
  LINDEX(KEY1),
  LINSERT(KEY3),
  LLEN(KEY0),
  LMOVE(KEY3),
  LPOP(KEYN),
  LPOS(KEYN),
  LPUSH(KEYN),
  LPUSHX(KEYN),
  LRANGE(KEY2),
  LREM(KEY2),
  LSET(KEY2),
  LTRIM(KEY2),
  RPOP(KEYN),
  RPOPLPUSH(KEY1),
  RPUSH(KEYN),
  RPUSHX(KEYN),

  // Sets.
  SADD(KEYN),
  SCARD(KEY0),
  SDIFF(KEYN),
  SDIFFSTORE(KEYN),
  SINTER(KEYN),
  SINTERSTORE(KEYN),
  SISMEMBER(KEY1),
  SMEMBERS(KEY0),
  SMISMEMBER(KEYN),
  SMOVE(KEY2),
  SPOP(KEYN),
  SRANDMEMBER(KEYN),
  SREM(KEYN),
  SSCAN(KEYN),
  SUNION(KEYN),
  SUNIONSTORE(KEYN),

  // HyperLogLog.
  PFADD(KEYN),
  PFCOUNT(KEYN),
  PFMERGE(KEYN),

  // Sorted sets.
  ZADD(KEYN),
  ZCARD(KEY0),
  ZCOUNT(KEY2),
  ZDIFF(KEYN),
  ZDIFFSTORE(KEYN),
  ZINCRBY(KEY2),
  ZINTER(KEYN),
  ZINTERSTORE(KEYN),
  ZLEXCOUNT(KEY2),
  ZMSCORE(KEYN),
  ZPOPMAX(KEYN),
  ZPOPMIN(KEYN),
  ZRANDMEMBER(KEYN),
  ZRANGE(KEYN),
  ZRANGEBYLEX(KEYN),
  ZRANGEBYSCORE(KEYN),
  ZRANGESTORE(KEYN),
  ZRANK(KEY1),
  ZREM(KEYN),
  ZREMRANGEBYLEX(KEY2),
  ZREMRANGEBYRANK(KEY2),
  ZREMRANGEBYSCORE(KEY2),
  ZREVRANGE(KEYN),
  ZREVRANGEBYLEX(KEYN),
  ZREVRANGEBYSCORE(KEYN),
  ZREVRANK(KEY1),
  ZSCAN(KEYN),
  ZSCORE(KEY1),
  ZUNION(KEYN),
  ZUNIONSTORE(KEYN),

  // Geo.
  GEOADD(KEYN),
  GEODIST(KEYN),
  GEOHASH(KEYN),
  GEOPOS(KEYN),
  GEORADIUS(KEYN),
  GEORADIUSBYMEMBER(KEYN),
  GEOSEARCH(KEYN),
  GEOSEARCHSTORE(KEYN),

  // Scripts.
  EVAL(EVAL_KEYS),
  EVALSHA(EVAL_KEYS);

  /** Length in bytes of the longest name, GEORADIUSBYMEMBER. */
  static final int MAX_NAME_LENGTH = 17;

  /** Open addressing, a power of two several times the number of commands. */
  private static final @Nullable RedisCommand[] BY_NAME = new RedisCommand[1024];

  static {
    for (RedisCommand command : values()) {
      int slot = command.nameHash();
      while (BY_NAME[slot & (BY_NAME.length - 1)] != null) {
        slot++;
      }
      BY_NAME[slot & (BY_NAME.length - 1)] = command;
    }
  }

  private final ElementCount elements;
  private final @Nullable Merge merge;
  private final String lowerCaseName = name().toLowerCase(Locale.ROOT);

  RedisCommand(ElementCount elements) {
    this(elements, null);
  }

  RedisCommand(ElementCount elements, @Nullable Merge merge) {
    this.elements = elements;
    this.merge = merge;
  }

  /** How many elements a request may have, and which of them are keys. */
  public ElementCount elements() {
    return elements;
  }

  /** How the responses of a split request are merged; null if the command is never split. */
  public @Nullable Merge merge() {
    return merge;
  }

  /** Whether nutcracker answers this command itself. */
  public boolean isLocal() {
    return switch (this) {
      case PING, ECHO, QUIT, AUTH, SELECT -> true;
      default -> false;
    };
  }

  /** The name as Redis writes it in errors, and as twemproxy writes it in fragments. */
  public String lowerCaseName() {
    return lowerCaseName;
  }

  /** The command of this name in any case, or null. */
  static @Nullable RedisCommand named(ByteBuf in, int from, int length) {
    if (length > MAX_NAME_LENGTH) {
      return null;
    }
    int hash = 0;
    for (int i = 0; i < length; i++) {
      hash = addToHash(hash, in.getByte(from + i));
    }
    for (int slot = spread(hash); ; slot++) {
      RedisCommand command = BY_NAME[slot & (BY_NAME.length - 1)];
      if (command == null || command.isNamed(in, from, length)) {
        return command;
      }
    }
  }

  private boolean isNamed(ByteBuf in, int from, int length) {
    String name = name();
    if (length != name.length()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      byte b = in.getByte(from + i);
      if (name.charAt(i) != (b >= 'a' && b <= 'z' ? b - 'a' + 'A' : b)) {
        return false;
      }
    }
    return true;
  }

  private int nameHash() {
    int hash = 0;
    for (int i = 0; i < name().length(); i++) {
      hash = addToHash(hash, (byte) name().charAt(i));
    }
    return spread(hash);
  }

  /** Case falls away with bit 5; what else does is told apart by {@link #isNamed}. */
  private static int addToHash(int hash, byte b) {
    return hash * 31 + (b & 0xdf);
  }

  private static int spread(int hash) {
    return hash ^ hash >>> 10;
  }
}
