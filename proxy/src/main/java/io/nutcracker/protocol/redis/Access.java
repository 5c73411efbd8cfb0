// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

/** What a command may do to the data, as the flags {@code readonly} and {@code write} of Redis. */
public enum Access {
  READ,
  WRITE,
  /** Redis gives it neither flag: it is about something else, or it depends, as with EVAL. */
  OTHER;

  /** A command that is not named here writes, so that forgetting one lets nobody write. */
  static Access of(RedisCommand command) {
    return switch (command) {
      case PING, ECHO, QUIT, AUTH, SELECT, HELLO, CLIENT, RESET, READONLY, READWRITE -> OTHER;
      case ACL, CLUSTER, CONFIG, INFO, TIME, COMMAND, MEMORY, PUBSUB, SCRIPT -> OTHER;
      case MULTI, EXEC, DISCARD, WATCH, UNWATCH, EVAL, EVALSHA, FCALL -> OTHER;
      case PUBLISH, SPUBLISH, SUBSCRIBE, UNSUBSCRIBE, PSUBSCRIBE, PUNSUBSCRIBE -> OTHER;
      case SSUBSCRIBE, SUNSUBSCRIBE -> OTHER;

      case DBSIZE, KEYS, LOLWUT, RANDOMKEY, SCAN -> READ;
      case DUMP, EXISTS, EXPIRETIME, OBJECT, PEXPIRETIME, PTTL, SORT_RO, TOUCH, TTL, TYPE -> READ;
      case BITCOUNT, BITFIELD_RO, BITPOS, GET, GETBIT, GETRANGE, LCS, MGET, STRLEN, SUBSTR -> READ;
      case HEXISTS, HEXPIRETIME, HGET, HGETALL, HKEYS, HLEN, HMGET, HPEXPIRETIME, HPTTL -> READ;
      case HRANDFIELD, HSCAN, HSTRLEN, HTTL, HVALS -> READ;
      case LINDEX, LLEN, LPOS, LRANGE -> READ;
      case SCARD, SDIFF, SINTER, SINTERCARD, SISMEMBER, SMEMBERS, SMISMEMBER, SRANDMEMBER -> READ;
      case SSCAN, SUNION, PFCOUNT -> READ;
      case ZCARD, ZCOUNT, ZDIFF, ZINTER, ZINTERCARD, ZLEXCOUNT, ZMSCORE, ZRANDMEMBER -> READ;
      case ZRANGE, ZRANGEBYLEX, ZRANGEBYSCORE, ZRANK -> READ;
      case ZREVRANGE, ZREVRANGEBYLEX, ZREVRANGEBYSCORE, ZREVRANK -> READ;
      case ZSCAN, ZSCORE, ZUNION -> READ;
      case GEODIST, GEOHASH, GEOPOS, GEORADIUS_RO, GEORADIUSBYMEMBER_RO, GEOSEARCH -> READ;
      case EVALSHA_RO, EVAL_RO, FCALL_RO -> READ;
      case XINFO, XLEN, XPENDING, XRANGE, XREAD, XREVRANGE -> READ;
      case VCARD, VDIM, VEMB, VGETATTR, VINFO, VISMEMBER, VLINKS, VRANDMEMBER, VRANGE -> READ;
      case VSIM -> READ;

      default -> WRITE;
    };
  }
}
