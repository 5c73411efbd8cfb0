// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.conformance;

import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.Resp;
import java.util.List;

/** Looks at, and wipes, what a real redis-server stores. */
final class ServerData {
  /** Returns one line {@code <db> <key> <type>: <values>} per key of every database, sorted. */
  private static final String LIST_ALL =
      """
      local function sorted(values) table.sort(values); return values end
      local function pairs_of(values)
        local pairs = {}
        for i = 1, #values, 2 do pairs[#pairs + 1] = values[i] .. '=' .. values[i + 1] end
        return pairs
      end
      local read = {
        string = function(key) return {redis.call('GET', key)} end,
        list = function(key) return redis.call('LRANGE', key, 0, -1) end,
        set = function(key) return sorted(redis.call('SMEMBERS', key)) end,
        hash = function(key) return sorted(pairs_of(redis.call('HGETALL', key))) end,
        zset = function(key) return pairs_of(redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')) end
      }
      local lines = {}
      for db = 0, 15 do
        redis.call('SELECT', db)
        for _, key in ipairs(sorted(redis.call('KEYS', '*'))) do
          local type = redis.call('TYPE', key).ok
          local expires = redis.call('PTTL', key) >= 0 and ' (expires)' or ''
          local values = table.concat(read[type](key), ' ')
          lines[#lines + 1] = db .. ' ' .. key .. ' ' .. type .. expires .. ': ' .. values
        end
      end
      return lines
      """;

  private ServerData() {}

  static List<String> list(RedisServer server) {
    var reply = server.command("EVAL", LIST_ALL, "0");
    if (!reply.startsWith("*")) {
      throw new AssertionError("listing the keys failed: " + reply);
    }
    return Resp.elements(reply).stream().map(Resp::bulk).toList();
  }

  static void wipe(RedisServer server) {
    server.command("FLUSHALL");
    server.command("SCRIPT", "FLUSH");
  }
}
