// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.nutcracker.protocol.redis.RedisReplies;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The clients that the options of CLIENT LIST or CLIENT KILL name.
 *
 * @param error what is wrong with the options, else null
 */
record ClientFilter(Predicate<ClientInfo> predicate, @Nullable String error) {
  private static final ClientFilter ALL = new ClientFilter(_ -> true, null);

  /** Of {@code CLIENT LIST [TYPE type] [ID id ...]}; what stands behind LIST. */
  static ClientFilter ofList(List<String> options) {
    if (options.isEmpty()) {
      return ALL;
    }
    String option = options.getFirst().toUpperCase(Locale.ROOT);
    if (option.equals("TYPE") && options.size() == 2) {
      return ofType(options.get(1));
    }
    return option.equals("ID") && options.size() > 1
        ? ofIds(options.subList(1, options.size()))
        : refused("ERR syntax error");
  }

  /**
   * Of {@code CLIENT KILL ID id ADDR ip:port ...}; what stands behind KILL.
   *
   * @param self the client that asks, which is spared unless SKIPME says no
   */
  static ClientFilter ofKill(List<String> options, long self, Instant now) {
    if (options.size() % 2 == 1) {
      return refused("ERR syntax error");
    }
    ClientFilter filter = ALL;
    boolean isSpared = true;
    for (int i = 0; i < options.size() && filter.error == null; i += 2) {
      String value = options.get(i + 1);
      String option = options.get(i).toUpperCase(Locale.ROOT);
      if (option.equals("SKIPME")) {
        isSpared = !value.equalsIgnoreCase("no");
      } else {
        filter = filter.and(ofKillOption(option, value, now));
      }
    }
    return isSpared ? filter.and(new ClientFilter(info -> info.id() != self, null)) : filter;
  }

  private static ClientFilter ofKillOption(String option, String value, Instant now) {
    return switch (option) {
      case "ID" -> ofIds(List.of(value));
      case "TYPE" -> ofType(value);
      case "ADDR" -> new ClientFilter(info -> info.address().equals(value), null);
      case "USER" -> new ClientFilter(info -> info.user().equals(value), null);
      case "MAXAGE" ->
          RedisSession.isNumber(value)
              ? olderThan(Integer.parseInt(value), now)
              : refused("ERR value is not an integer or out of range");
      default -> refused("ERR syntax error");
    };
  }

  private static ClientFilter olderThan(int seconds, Instant now) {
    return new ClientFilter(info -> info.since().until(now).toSeconds() >= seconds, null);
  }

  private ClientFilter and(ClientFilter other) {
    return new ClientFilter(predicate.and(other.predicate), error == null ? other.error : error);
  }

  private static ClientFilter ofIds(List<String> texts) {
    Set<Long> ids = new HashSet<>();
    for (String text : texts) {
      if (!RedisSession.isNumber(text)) {
        return refused("ERR Invalid client ID");
      }
      ids.add(Long.parseLong(text));
    }
    return new ClientFilter(info -> ids.contains(info.id()), null);
  }

  /** All clients of a proxy are normal ones: it has no replicas. */
  private static ClientFilter ofType(String type) {
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "normal" -> ALL;
      case "master", "replica", "slave", "pubsub" -> new ClientFilter(_ -> false, null);
      default -> refused("ERR Unknown client type '" + RedisReplies.oneLine(type) + "'");
    };
  }

  private static ClientFilter refused(String error) {
    return new ClientFilter(_ -> false, error);
  }
}
