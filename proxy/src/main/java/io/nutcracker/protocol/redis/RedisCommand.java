// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import static io.nutcracker.protocol.redis.ElementCount.ANY;
import static io.nutcracker.protocol.redis.ElementCount.ARGUMENT;
import static io.nutcracker.protocol.redis.ElementCount.ARGUMENTS;
import static io.nutcracker.protocol.redis.ElementCount.COUNTED_KEYS;
import static io.nutcracker.protocol.redis.ElementCount.EVAL_KEYS;
import static io.nutcracker.protocol.redis.ElementCount.KEY0;
import static io.nutcracker.protocol.redis.ElementCount.KEY1;
import static io.nutcracker.protocol.redis.ElementCount.KEY1N;
import static io.nutcracker.protocol.redis.ElementCount.KEY2;
import static io.nutcracker.protocol.redis.ElementCount.KEY3;
import static io.nutcracker.protocol.redis.ElementCount.KEYN;
import static io.nutcracker.protocol.redis.ElementCount.KEYS;
import static io.nutcracker.protocol.redis.ElementCount.MESSAGE;
import static io.nutcracker.protocol.redis.ElementCount.NONE;
import static io.nutcracker.protocol.redis.ElementCount.PAIRS;
import static io.nutcracker.protocol.redis.ElementCount.SUBCOMMAND_OF_KEY;
import static io.nutcracker.protocol.redis.Merge.ARRAY;
import static io.nutcracker.protocol.redis.Merge.OK;
import static io.nutcracker.protocol.redis.Merge.SUM;

import io.netty.buffer.ByteBuf;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The Redis commands nutcracker understands: how many elements a request may have, where its keys
 * are, and how the responses of a request that was split are merged. The element counts are
 * twemproxy's, or Redis' where newer versions take more; what they leave open, the server checks.
 */
public enum RedisCommand {
  // Answered here.
  PING(MESSAGE),
  ECHO(KEY0),
  QUIT(ANY),
  AUTH(ARGUMENTS),
  SELECT(ARGUMENT),
  HELLO(ANY),
  CLIENT(ARGUMENTS),
  RESET(NONE),
  READONLY(NONE),
  READWRITE(NONE),
  CLUSTER(ARGUMENTS),
  CONFIG(ARGUMENTS),
  INFO(ANY),
  TIME(NONE),

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
  COPY(KEYN, Keys.TWO),
  DUMP(KEY0),
  EXPIRE(KEY1N),
  EXPIREAT(KEY1N),
  EXPIRETIME(KEY0),
  MEMORY(SUBCOMMAND_OF_KEY),
  OBJECT(SUBCOMMAND_OF_KEY),
  PERSIST(KEY0),
  PEXPIRE(KEY1N),
  PEXPIREAT(KEY1N),
  PEXPIRETIME(KEY0),
  PTTL(KEY0),
  RENAME(KEY1, Keys.TWO),
  RENAMENX(KEY1, Keys.TWO),
  RESTORE(KEYN),
  SORT(KEYN, Keys.SORT),
  SORT_RO(KEYN),
  TTL(KEY0),
  TYPE(KEY0),

  // Strings.
  APPEND(KEY1),
  BITCOUNT(KEYN),
  BITFIELD(KEYN),
  BITFIELD_RO(KEYN),
  BITOP(SUBCOMMAND_OF_KEY, Keys.REST),
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
  LCS(KEYN, Keys.TWO),
  MSETNX(PAIRS, Keys.EVERY_SECOND),
  PSETEX(KEY2),
  SET(KEYN),
  SETBIT(KEY2),
  SETEX(KEY2),
  SETNX(KEY1),
  SETRANGE(KEY2),
  STRLEN(KEY0),
  SUBSTR(KEY2),

  // Hashes.
  HDEL(KEYN),
  HEXISTS(KEY1),
  HEXPIRE(KEYN),
  HEXPIREAT(KEYN),
  HEXPIRETIME(KEYN),
  HGET(KEY1),
  HGETALL(KEY0),
  HGETDEL(KEYN),
  HGETEX(KEYN),
  HINCRBY(KEY2),
  HINCRBYFLOAT(KEY2),
  HKEYS(KEY0),
  HLEN(KEY0),
  HMGET(KEYN),
  HMSET(KEYN),
  HPERSIST(KEYN),
  HPEXPIRE(KEYN),
  HPEXPIREAT(KEYN),
  HPEXPIRETIME(KEYN),
  HPTTL(KEYN),
  HRANDFIELD(KEYN),
  HSCAN(KEYN),
  HSET(KEYN),
  HSETEX(KEYN),
  HSETNX(KEY2),
  HSTRLEN(KEY1),
  HTTL(KEYN),
  HVALS(KEY0),

  // Lists.
  LINDEX(KEY1),
  LINSERT(KEY3),
  LLEN(KEY0),
  LMOVE(KEY3, Keys.TWO),
  LMPOP(COUNTED_KEYS, Keys.COUNTED),
  LPOP(KEYN),
  LPOS(KEYN),
  LPUSH(KEYN),
  LPUSHX(KEYN),
  LRANGE(KEY2),
  LREM(KEY2),
  LSET(KEY2),
  LTRIM(KEY2),
  RPOP(KEYN),
  RPOPLPUSH(KEY1, Keys.TWO),
  RPUSH(KEYN),
  RPUSHX(KEYN),

  // Sets.
  SADD(KEYN),
  SCARD(KEY0),
  SDIFF(KEYN, Keys.REST),
  SDIFFSTORE(KEYN, Keys.REST),
  SINTER(KEYN, Keys.REST),
  SINTERCARD(COUNTED_KEYS, Keys.COUNTED),
  SINTERSTORE(KEYN, Keys.REST),
  SISMEMBER(KEY1),
  SMEMBERS(KEY0),
  SMISMEMBER(KEYN),
  SMOVE(KEY2, Keys.TWO),
  SPOP(KEYN),
  SRANDMEMBER(KEYN),
  SREM(KEYN),
  SSCAN(KEYN),
  SUNION(KEYN, Keys.REST),
  SUNIONSTORE(KEYN, Keys.REST),

  // HyperLogLog.
  PFADD(KEYN),
  PFCOUNT(KEYN, Keys.REST),
  PFMERGE(KEYN, Keys.REST),

  // Sorted sets.
  ZADD(KEYN),
  ZCARD(KEY0),
  ZCOUNT(KEY2),
  ZDIFF(COUNTED_KEYS, Keys.COUNTED),
  ZDIFFSTORE(KEYN, Keys.DESTINATION_AND_COUNTED),
  ZINCRBY(KEY2),
  ZINTER(COUNTED_KEYS, Keys.COUNTED),
  ZINTERCARD(COUNTED_KEYS, Keys.COUNTED),
  ZINTERSTORE(KEYN, Keys.DESTINATION_AND_COUNTED),
  ZLEXCOUNT(KEY2),
  ZMPOP(COUNTED_KEYS, Keys.COUNTED),
  ZMSCORE(KEYN),
  ZPOPMAX(KEYN),
  ZPOPMIN(KEYN),
  ZRANDMEMBER(KEYN),
  ZRANGE(KEYN),
  ZRANGEBYLEX(KEYN),
  ZRANGEBYSCORE(KEYN),
  ZRANGESTORE(KEYN, Keys.TWO),
  ZRANK(KEY1N),
  ZREM(KEYN),
  ZREMRANGEBYLEX(KEY2),
  ZREMRANGEBYRANK(KEY2),
  ZREMRANGEBYSCORE(KEY2),
  ZREVRANGE(KEYN),
  ZREVRANGEBYLEX(KEYN),
  ZREVRANGEBYSCORE(KEYN),
  ZREVRANK(KEY1N),
  ZSCAN(KEYN),
  ZSCORE(KEY1),
  ZUNION(COUNTED_KEYS, Keys.COUNTED),
  ZUNIONSTORE(KEYN, Keys.DESTINATION_AND_COUNTED),

  // Geo.
  GEOADD(KEYN),
  GEODIST(KEYN),
  GEOHASH(KEYN),
  GEOPOS(KEYN),
  GEORADIUS(KEYN, Keys.GEORADIUS),
  GEORADIUS_RO(KEYN),
  GEORADIUSBYMEMBER(KEYN, Keys.GEORADIUS),
  GEORADIUSBYMEMBER_RO(KEYN),
  GEOSEARCH(KEYN),
  GEOSEARCHSTORE(KEYN, Keys.TWO),

  // Scripts.
  EVAL(EVAL_KEYS, Keys.COUNTED),
  EVALSHA(EVAL_KEYS, Keys.COUNTED),
  EVALSHA_RO(EVAL_KEYS, Keys.COUNTED),
  EVAL_RO(EVAL_KEYS, Keys.COUNTED),
  FCALL(EVAL_KEYS, Keys.COUNTED),
  FCALL_RO(EVAL_KEYS, Keys.COUNTED),

  // Streams.
  XACK(KEYN),
  XACKDEL(KEYN),
  XADD(KEYN),
  XAUTOCLAIM(KEYN),
  XCLAIM(KEYN),
  XDEL(KEYN),
  XDELEX(KEYN),
  XGROUP(SUBCOMMAND_OF_KEY),
  XINFO(SUBCOMMAND_OF_KEY),
  XLEN(KEY0),
  XPENDING(KEYN),
  XRANGE(KEYN),
  XREAD(ANY, Keys.STREAMS),
  XREADGROUP(ANY, Keys.STREAMS),
  XREVRANGE(KEYN),
  XSETID(KEYN),
  XTRIM(KEYN),

  // Vector sets.
  VADD(KEYN),
  VCARD(KEY0),
  VDIM(KEY0),
  VEMB(KEYN),
  VGETATTR(KEY1),
  VINFO(KEY0),
  VISMEMBER(KEY1),
  VLINKS(KEYN),
  VRANDMEMBER(KEYN),
  VRANGE(KEYN),
  VREM(KEY1),
  VSETATTR(KEY2),
  VSIM(KEYN);

  /** Length in bytes of the longest name, GEORADIUSBYMEMBER_RO. */
  static final int MAX_NAME_LENGTH = 20;

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
  private final Keys keys;
  private final String lowerCaseName = name().toLowerCase(Locale.ROOT);

  RedisCommand(ElementCount elements) {
    this(elements, null, Keys.ONE);
  }

  RedisCommand(ElementCount elements, Merge merge) {
    this(elements, merge, Keys.REST);
  }

  RedisCommand(ElementCount elements, Keys keys) {
    this(elements, null, keys);
  }

  RedisCommand(ElementCount elements, @Nullable Merge merge, Keys keys) {
    this.elements = elements;
    this.merge = merge;
    this.keys = keys;
  }

  /** How many elements a request may have, and which of them are keys. */
  public ElementCount elements() {
    return elements;
  }

  /** Where the keys are of a request that is not split. */
  public Keys keys() {
    return keys;
  }

  /** Whether it goes to one server as it is, although it may have several keys. */
  public boolean wantsKeysTogether() {
    return merge == null && keys != Keys.ONE;
  }

  /** How the responses of a split request are merged; null if the command is never split. */
  public @Nullable Merge merge() {
    return merge;
  }

  /** Whether nutcracker answers this command itself. */
  public boolean isLocal() {
    return switch (this) {
      case PING, ECHO, QUIT, AUTH, SELECT, HELLO, CLIENT, RESET -> true;
      case READONLY, READWRITE, CLUSTER, CONFIG, INFO, TIME -> true;
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
