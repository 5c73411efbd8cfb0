// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.nutcracker.protocol.redis.RedisReplies;
import io.nutcracker.protocol.redis.RespWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Answers SLOWLOG, in the form of Redis 4 and later (redis.io, "SLOWLOG GET"). */
final class SlowLogReplies {
  /** As many as Redis tells of if it is not told how many. */
  private static final int DEFAULT_COUNT = 10;

  private final @Nullable SlowLog slowLog;
  private final RespWriter reply;

  /**
   * @param slowLog null if the pool keeps none
   */
  SlowLogReplies(@Nullable SlowLog slowLog, RespWriter reply) {
    this.slowLog = slowLog;
    this.reply = reply;
  }

  /**
   * The response.
   *
   * @param arguments without the command's name
   */
  byte[] answer(List<String> arguments) {
    String subcommand = arguments.getFirst().toLowerCase(Locale.ROOT);
    int count = arguments.size();
    return switch (subcommand) {
      case "get" -> count <= 2 ? get(arguments) : RedisReplies.wrongCount("slowlog|get");
      case "len" -> count == 1 ? length() : RedisReplies.wrongCount("slowlog|len");
      case "reset" -> count == 1 ? reset() : RedisReplies.wrongCount("slowlog|reset");
      default -> RedisReplies.unknownSubcommand(arguments.getFirst(), "SLOWLOG");
    };
  }

  private byte[] get(List<String> arguments) {
    int most = DEFAULT_COUNT;
    if (arguments.size() == 2) {
      if (!RedisSession.isNumber(arguments.get(1))) {
        return RedisReplies.NOT_AN_INTEGER;
      }
      most = Integer.parseInt(arguments.get(1));
      if (most < -1) {
        return RedisReplies.error("ERR count should be greater than or equal to -1");
      }
    }
    List<SlowLog.Entry> entries =
        slowLog == null ? List.of() : slowLog.latest(most == -1 ? Integer.MAX_VALUE : most);
    reply.array(entries.size());
    entries.forEach(this::append);
    return reply.toBytes();
  }

  private void append(SlowLog.Entry entry) {
    SlowRequest request = entry.request();
    reply
        .array(6)
        .integer(entry.id())
        .integer(request.at().getEpochSecond())
        .integer(TimeUnit.NANOSECONDS.toMicros(request.totalNanos()))
        .array(request.words())
        .bulk(request.client())
        .bulk(request.clientName());
  }

  private byte[] length() {
    return reply.integer(slowLog == null ? 0 : slowLog.size()).toBytes();
  }

  private byte[] reset() {
    if (slowLog != null) {
      slowLog.reset();
    }
    return RedisReplies.OK;
  }
}
