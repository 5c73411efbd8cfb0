// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.testing.MemcachedServer;
import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code stats} says of three real servers: each one's own figures, and the pool's. */
@ParameterizedClass
@MethodSource("io.nutcracker.testing.SubjectProxy#everyKind")
final class MemcachedStatsIT {
  private static final int SERVERS = 3;
  private static final int KEYS = 300;
  private static final String GENERAL = "stats\r\n";
  private static final String SETTINGS = "stats settings\r\n";

  private final List<MemcachedServer> servers =
      Stream.generate(MemcachedServer::start)
          .limit(SERVERS)
          .collect(ArrayList::new, List::add, List::addAll);

  private final SubjectProxy proxy;
  private final RawConnection client;

  MemcachedStatsIT(SubjectProxy.Starter kind) {
    var entries =
        IntStream.range(0, SERVERS).mapToObj(i -> servers.get(i).poolEntry("s" + i)).toList();
    proxy = kind.start(List.of(TestPool.memcached("alpha", entries)), 16384);
    client = RawConnection.connect(proxy.address("alpha"));
  }

  @BeforeEach
  void store() {
    for (int i = 0; i < KEYS; i++) {
      client.send("set key:%d 0 0 5\r\nvalue\r\n".formatted(i));
    }
    for (int i = 0; i < KEYS; i++) {
      assertThat(client.readReply()).isEqualTo("STORED\r\n");
    }
  }

  @AfterEach
  void close() {
    client.close();
    proxy.close();
    servers.forEach(MemcachedServer::close);
  }

  @Test
  void sumsStandUnderThePlainNameAndEachServersOwnFiguresUnderItsName() {
    var pool = report(GENERAL);
    for (var stat : List.of("curr_items", "total_items", "cmd_set", "bytes", "limit_maxbytes")) {
      long sum = 0;
      for (int i = 0; i < SERVERS; i++) {
        var ofServer = pool.get("s" + i + ":" + stat);
        assertThat(ofServer)
            .as(stat)
            .isEqualTo(report(GENERAL, servers.get(i)).get(stat))
            .isNotEqualTo("0");
        sum += Long.parseLong(ofServer);
      }
      assertThat(pool).containsEntry(stat, Long.toString(sum));
    }
    assertThat(pool).containsEntry("curr_items", "" + KEYS).containsEntry("cmd_set", "" + KEYS);
  }

  @Test
  void onlyWhatServersAgreeOnStandsUnderThePlainName() {
    var pool = report(GENERAL);
    var version = report(GENERAL, servers.getFirst()).get("version");

    assertThat(pool)
        .containsEntry("version", version)
        .containsEntry("threads", "1")
        .doesNotContainKey("pid")
        .containsKeys("s0:pid", "s1:pid", "s2:pid");
  }

  @Test
  void reportsOfItemsAndSettingsAreMergedByTheirOwnRules() {
    assertThat(report("stats items\r\n")).containsEntry("items:1:number", "" + KEYS);
    assertThat(report(SETTINGS))
        .containsEntry("num_threads", "1")
        .containsEntry("s2:num_threads", "1")
        .doesNotContainKey("tcpport")
        .containsEntry("s1:tcpport", report(SETTINGS, servers.get(1)).get("tcpport"));
  }

  private Map<String, String> report(String request) {
    client.send(request);
    return stats(client.readReply());
  }

  /** Asked past the proxy. */
  private static Map<String, String> report(String request, MemcachedServer server) {
    return stats(server.request(request));
  }

  /** By name; each name stands there once. */
  private static Map<String, String> stats(String reply) {
    assertThat(reply).endsWith("END\r\n");
    return reply
        .lines()
        .filter(line -> line.startsWith("STAT "))
        .map(line -> line.split(" ", 3))
        .collect(toMap(parts -> parts[1], parts -> parts[2]));
  }
}
