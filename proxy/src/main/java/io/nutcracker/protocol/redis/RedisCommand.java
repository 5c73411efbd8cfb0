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
import static io.nutcracker.protocol.redis.ElementCount.MESSAGE;
import static io.nutcracker.protocol.redis.ElementCount.NONE;
import static io.nutcracker.protocol.redis.ElementCount.ONE_OR_MORE_KEYS;
import static io.nutcracker.protocol.redis.ElementCount.PAIRS;
import static io.nutcracker.protocol.redis.ElementCount.SUBCOMMAND_OF_KEY;
import static io.nutcracker.protocol.redis.ElementCount.TIMEOUT_AND_COUNTED_KEYS;
import static io.nutcracker.protocol.redis.ElementCount.TWO_ARGUMENTS;
import static io.nutcracker.protocol.redis.Handling.BLOCKING;
import static io.nutcracker.protocol.redis.Handling.BROADCAST;
import static io.nutcracker.protocol.redis.Handling.LOCAL;
import static io.nutcracker.protocol.redis.Handling.ONE_BY_ONE;
import static io.nutcracker.protocol.redis.Handling.PUBLICATION;
import static io.nutcracker.protocol.redis.Handling.REPLICATION;
import static io.nutcracker.protocol.redis.Handling.SUBSCRIPTION;
import static io.nutcracker.protocol.redis.Handling.TRANSACTION;
import static io.nutcracker.protocol.redis.Merge.ARRAY;
import static io.nutcracker.protocol.redis.Merge.OK;
import static io.nutcracker.protocol.redis.Merge.SUM;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The commands nutcracker understands, those of Redis and of the modules that come with it since
 * version 8; the constants of these have {@code _} for the dot behind the module's name: how many
 * elements a request may have, where its keys are, and how the responses of a request that was
 * split are merged. The element counts are twemproxy's, or Redis' where newer versions take more;
 * what they leave open, the server checks.
 */
public enum RedisCommand {
  // Answered here.
  ACL(ARGUMENTS, LOCAL),
  PING(MESSAGE, LOCAL),
  ECHO(KEY0, LOCAL),
  QUIT(ANY, LOCAL),
  AUTH(ARGUMENTS, LOCAL),
  SELECT(ARGUMENT, LOCAL),
  HELLO(ANY, LOCAL),
  CLIENT(ARGUMENTS, LOCAL),
  RESET(NONE, LOCAL),
  READONLY(NONE, LOCAL),
  READWRITE(NONE, LOCAL),
  CLUSTER(ARGUMENTS, LOCAL),
  CONFIG(ARGUMENTS, LOCAL),
  INFO(ANY, LOCAL),
  SLOWLOG(ARGUMENTS, LOCAL),
  TIME(NONE, LOCAL),

  // Split over the servers of their keys and merged.
  MGET(ONE_OR_MORE_KEYS, Keys.REST, ARRAY),
  MSET(PAIRS, Keys.EVERY_SECOND, OK),
  DEL(ONE_OR_MORE_KEYS, Keys.REST, SUM),
  UNLINK(ONE_OR_MORE_KEYS, Keys.REST, SUM),
  TOUCH(ONE_OR_MORE_KEYS, Keys.REST, SUM),
  EXISTS(ONE_OR_MORE_KEYS, Keys.REST, SUM),

  // For every server; gathering() tells how they answer as one.
  DBSIZE(NONE, BROADCAST),
  FLUSHALL(ANY, BROADCAST),
  FLUSHDB(ANY, BROADCAST),
  FUNCTION(ARGUMENTS, BROADCAST),
  KEYS(ARGUMENT, BROADCAST),
  RANDOMKEY(NONE, BROADCAST),
  PUBSUB(ARGUMENTS, BROADCAST),
  SCRIPT(ARGUMENTS, BROADCAST),

  // For every server, on connections of the client's own.
  WAIT(TWO_ARGUMENTS, REPLICATION),

  // One server after the other.
  SCAN(ARGUMENTS, ONE_BY_ONE),

  // Transactions.
  MULTI(NONE, TRANSACTION),
  EXEC(NONE, TRANSACTION),
  DISCARD(NONE, TRANSACTION),
  WATCH(ONE_OR_MORE_KEYS, TRANSACTION, Keys.REST),
  UNWATCH(NONE, TRANSACTION),

  // Channels.
  PUBLISH(KEY1, PUBLICATION),
  SPUBLISH(KEY1, PUBLICATION),
  SUBSCRIBE(ARGUMENTS, SUBSCRIPTION),
  UNSUBSCRIBE(ANY, SUBSCRIPTION),
  PSUBSCRIBE(ARGUMENTS, SUBSCRIPTION),
  PUNSUBSCRIBE(ANY, SUBSCRIPTION),
  SSUBSCRIBE(ARGUMENTS, SUBSCRIPTION),
  SUNSUBSCRIBE(ANY, SUBSCRIPTION),

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
  SORT_RO(KEYN, Keys.SORT),
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
  BLMOVE(KEYN, BLOCKING, Keys.TWO),
  BLMPOP(TIMEOUT_AND_COUNTED_KEYS, BLOCKING, Keys.COUNTED),
  BLPOP(KEY1N, BLOCKING, Keys.ALL_BUT_LAST),
  BRPOP(KEY1N, BLOCKING, Keys.ALL_BUT_LAST),
  BRPOPLPUSH(KEY2, BLOCKING, Keys.TWO),
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
  BZMPOP(TIMEOUT_AND_COUNTED_KEYS, BLOCKING, Keys.COUNTED),
  BZPOPMAX(KEY1N, BLOCKING, Keys.ALL_BUT_LAST),
  BZPOPMIN(KEY1N, BLOCKING, Keys.ALL_BUT_LAST),
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
  VSIM(KEYN),

  // JSON documents (RedisJSON).
  JSON_ARRAPPEND(KEYN),
  JSON_ARRINDEX(KEYN),
  JSON_ARRINSERT(KEYN),
  JSON_ARRLEN(KEYN),
  JSON_ARRPOP(KEYN),
  JSON_ARRTRIM(KEYN),
  JSON_CLEAR(KEYN),
  JSON_DEBUG(SUBCOMMAND_OF_KEY),
  JSON_DEL(KEYN),
  JSON_FORGET(KEYN),
  JSON_GET(KEYN),
  JSON_MERGE(KEYN),
  JSON_MGET(KEY1N, Keys.ALL_BUT_LAST),
  JSON_MSET(KEYN, Keys.EVERY_THIRD),
  JSON_NUMINCRBY(KEYN),
  JSON_NUMMULTBY(KEYN),
  JSON_OBJKEYS(KEYN),
  JSON_OBJLEN(KEYN),
  JSON_RESP(KEYN),
  JSON_SET(KEYN),
  JSON_STRAPPEND(KEYN),
  JSON_STRLEN(KEYN),
  JSON_TOGGLE(KEYN),
  JSON_TYPE(KEYN),

  // Time series (RedisTimeSeries); not those that ask by label.
  TS_ADD(KEYN),
  TS_ALTER(KEYN),
  TS_CREATE(KEYN),
  TS_CREATERULE(KEYN, Keys.TWO),
  TS_DECRBY(KEYN),
  TS_DEL(KEYN),
  TS_DELETERULE(KEYN, Keys.TWO),
  TS_GET(KEYN),
  TS_INCRBY(KEYN),
  TS_INFO(KEYN),
  TS_MADD(KEYN, Keys.EVERY_THIRD),
  TS_RANGE(KEYN),
  TS_REVRANGE(KEYN),

  // Bloom filters, and other sketches of RedisBloom.
  BF_ADD(KEYN),
  BF_CARD(KEYN),
  BF_EXISTS(KEYN),
  BF_INFO(KEYN),
  BF_INSERT(KEYN),
  BF_LOADCHUNK(KEYN),
  BF_MADD(KEYN),
  BF_MEXISTS(KEYN),
  BF_RESERVE(KEYN),
  BF_SCANDUMP(KEYN),
  CF_ADD(KEYN),
  CF_ADDNX(KEYN),
  CF_COUNT(KEYN),
  CF_DEL(KEYN),
  CF_EXISTS(KEYN),
  CF_INFO(KEYN),
  CF_INSERT(KEYN),
  CF_INSERTNX(KEYN),
  CF_LOADCHUNK(KEYN),
  CF_MEXISTS(KEYN),
  CF_RESERVE(KEYN),
  CF_SCANDUMP(KEYN),
  CMS_INCRBY(KEYN),
  CMS_INFO(KEYN),
  CMS_INITBYDIM(KEYN),
  CMS_INITBYPROB(KEYN),
  CMS_MERGE(KEYN, Keys.DESTINATION_AND_COUNTED),
  CMS_QUERY(KEYN),
  TDIGEST_ADD(KEYN),
  TDIGEST_BYRANK(KEYN),
  TDIGEST_BYREVRANK(KEYN),
  TDIGEST_CDF(KEYN),
  TDIGEST_CREATE(KEYN),
  TDIGEST_INFO(KEYN),
  TDIGEST_MAX(KEYN),
  TDIGEST_MERGE(KEYN, Keys.DESTINATION_AND_COUNTED),
  TDIGEST_MIN(KEYN),
  TDIGEST_QUANTILE(KEYN),
  TDIGEST_RANK(KEYN),
  TDIGEST_RESET(KEYN),
  TDIGEST_REVRANK(KEYN),
  TDIGEST_TRIMMED_MEAN(KEYN),
  TOPK_ADD(KEYN),
  TOPK_COUNT(KEYN),
  TOPK_INCRBY(KEYN),
  TOPK_INFO(KEYN),
  TOPK_LIST(KEYN),
  TOPK_QUERY(KEYN),
  TOPK_RESERVE(KEYN),

  // What a pool's configuration adds, under other names: see CustomCommands.
  CUSTOM_WITHOUT_KEY(ANY),
  CUSTOM_FIRST_KEY(KEYN),
  CUSTOM_SECOND_KEY(SUBCOMMAND_OF_KEY),
  CUSTOM_ALL_KEYS(ONE_OR_MORE_KEYS, Keys.REST);

  /** Length in bytes of the longest name, GEORADIUSBYMEMBER_RO. */
  static final int MAX_NAME_LENGTH = 20;

  /** Open addressing, a power of two several times the number of commands. */
  private static final @Nullable RedisCommand[] BY_NAME = new RedisCommand[1024];

  static {
    for (RedisCommand command : values()) {
      if (command.isCustom()) {
        continue;
      }
      int slot = command.nameHash();
      while (BY_NAME[slot & (BY_NAME.length - 1)] != null) {
        slot++;
      }
      BY_NAME[slot & (BY_NAME.length - 1)] = command;
    }
  }

  private final ElementCount elements;
  private final Handling handling;
  private final Keys keys;
  private final @Nullable Merge merge;
  private final String upperCaseName = ModuleNames.of(name());
  private final String lowerCaseName = upperCaseName.toLowerCase(Locale.ROOT);

  RedisCommand(ElementCount elements) {
    this(elements, Handling.FORWARD, Keys.ONE);
  }

  RedisCommand(ElementCount elements, Keys keys) {
    this(elements, Handling.TOGETHER, keys);
  }

  RedisCommand(ElementCount elements, Handling handling) {
    this(elements, handling, Keys.ONE);
  }

  RedisCommand(ElementCount elements, Handling handling, Keys keys) {
    this(elements, handling, keys, null);
  }

  RedisCommand(ElementCount elements, Keys keys, Merge merge) {
    this(elements, Handling.SPLIT, keys, merge);
  }

  RedisCommand(ElementCount elements, Handling handling, Keys keys, @Nullable Merge merge) {
    this.elements = elements;
    this.handling = handling;
    this.keys = keys;
    this.merge = merge;
  }

  /** How many elements a request may have, and which of them are keys. */
  public ElementCount elements() {
    return elements;
  }

  /** What is done with a request. */
  public Handling handling() {
    return handling;
  }

  /** Whether nutcracker answers this command itself. */
  public boolean isLocal() {
    return handling == Handling.LOCAL;
  }

  /** Where the keys are. */
  public Keys keys() {
    return keys;
  }

  /** Whether it stands for commands that a pool's configuration names. */
  public boolean isCustom() {
    return switch (this) {
      case CUSTOM_WITHOUT_KEY, CUSTOM_FIRST_KEY, CUSTOM_SECOND_KEY, CUSTOM_ALL_KEYS -> true;
      default -> false;
    };
  }

  /** Whether a request may have keys. */
  public boolean hasKeys() {
    return elements.keyIndex() > 0 || keys != Keys.ONE;
  }

  /** How the responses of a split request are merged; null if the command is never split. */
  public @Nullable Merge merge() {
    return merge;
  }

  /**
   * How the servers' responses to a {@linkplain Handling#BROADCAST broadcast} are made one.
   *
   * @param subcommand the first argument in upper case, if there is any
   * @return null for a subcommand that is not passed on
   */
  public @Nullable Gathering gathering(String subcommand) {
    return switch (this) {
      case DBSIZE -> Gathering.SUM;
      case FLUSHALL, FLUSHDB -> Gathering.OK;
      case KEYS -> Gathering.CONCATENATION;
      case RANDOMKEY -> Gathering.ANY_ONE;
      case PUBSUB ->
          switch (subcommand) {
            case "CHANNELS", "SHARDCHANNELS" -> Gathering.CONCATENATION;
            case "NUMSUB", "SHARDNUMSUB" -> Gathering.SUMS_BY_NAME;
            case "NUMPAT" -> Gathering.MOST;
            default -> null;
          };
      case FUNCTION ->
          switch (subcommand) {
            case "LOAD", "LIST", "DUMP" -> Gathering.FIRST;
            case "DELETE", "FLUSH", "RESTORE" -> Gathering.OK;
            default -> null;
          };
      case SCRIPT ->
          switch (subcommand) {
            case "LOAD" -> Gathering.FIRST;
            case "FLUSH" -> Gathering.OK;
            case "EXISTS" -> Gathering.EVERY;
            default -> null;
          };
      default -> null;
    };
  }

  /** What it may do to the data. */
  public Access access() {
    return Access.of(this);
  }

  /** The name as Redis writes it in errors, and as twemproxy writes it in fragments. */
  public String lowerCaseName() {
    return lowerCaseName;
  }

  /** The command of this name in any case, or null; for what is done once. */
  public static @Nullable RedisCommand named(String name) {
    return named(Unpooled.copiedBuffer(name, UTF_8), 0, ByteBufUtil.utf8Bytes(name));
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
    return isName(upperCaseName, in, from, length);
  }

  /** Whether this is the name, which is in upper case here and may be in any there. */
  static boolean isName(String name, ByteBuf in, int from, int length) {
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
    for (int i = 0; i < upperCaseName.length(); i++) {
      hash = addToHash(hash, (byte) upperCaseName.charAt(i));
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
