// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The Redis clients of a pool at all workers, for CLIENT LIST and CLIENT KILL. Thread-safe. */
final class Clients {
  private final ConcurrentMap<Long, Entry> entries = new ConcurrentHashMap<>();

  /** A client as it was last, and how to close it from any thread. */
  private record Entry(ClientInfo info, Runnable kill) {}

  /** Remembers a client, or what has changed of it. */
  void put(ClientInfo info, Runnable kill) {
    entries.put(info.id(), new Entry(info, kill));
  }

  /** The client has gone. */
  void remove(long id) {
    entries.remove(id);
  }

  /** How many there are. */
  int count() {
    return entries.size();
  }

  /** The oldest, at most so many. */
  List<ClientInfo> oldest(int most) {
    return entries.values().stream()
        .map(Entry::info)
        .sorted(Comparator.comparingLong(ClientInfo::id))
        .limit(most)
        .toList();
  }

  /** A line for each of these, the oldest first. */
  String lines(Predicate<ClientInfo> filter, Instant now) {
    return entries.values().stream()
        .map(Entry::info)
        .filter(filter)
        .sorted(Comparator.comparingLong(ClientInfo::id))
        .map(info -> info.line(now))
        .collect(Collectors.joining());
  }

  /** Closes these, soon; returns how many there are. */
  int kill(Predicate<ClientInfo> filter) {
    List<Entry> found =
        entries.values().stream().filter(entry -> filter.test(entry.info())).toList();
    found.forEach(entry -> entry.kill().run());
    return found.size();
  }
}
