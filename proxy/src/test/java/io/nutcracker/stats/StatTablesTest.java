// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.stats;

import static io.nutcracker.stats.StatType.COUNTER;
import static io.nutcracker.stats.StatType.GAUGE;
import static io.nutcracker.stats.StatType.TIMESTAMP;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The figures of twemproxy, in its order: monitoring reads them by name. */
class StatTablesTest {
  /** A figure without its description. */
  record Figure(String name, StatType type) {
    static Figure of(Stat stat) {
      return new Figure(stat.statName(), stat.type());
    }
  }

  @Test
  void theProxyHasTwemproxysFigures() {
    assertThat(figures(ProxyStat.values()))
        .containsExactly(
            new Figure("total_connections", COUNTER), new Figure("curr_connections", GAUGE));
  }

  @Test
  void poolsHaveTwemproxysFigures() {
    assertThat(figures(PoolStat.values()))
        .containsExactly(
            new Figure("client_eof", COUNTER),
            new Figure("client_err", COUNTER),
            new Figure("client_connections", GAUGE),
            new Figure("server_ejects", COUNTER),
            new Figure("forward_error", COUNTER),
            new Figure("fragments", COUNTER));
  }

  @Test
  void serversHaveTwemproxysFigures() {
    assertThat(figures(ServerStat.values()))
        .containsExactly(
            new Figure("server_eof", COUNTER),
            new Figure("server_err", COUNTER),
            new Figure("server_timedout", COUNTER),
            new Figure("server_connections", GAUGE),
            new Figure("server_ejected_at", TIMESTAMP),
            new Figure("requests", COUNTER),
            new Figure("request_bytes", COUNTER),
            new Figure("responses", COUNTER),
            new Figure("response_bytes", COUNTER),
            new Figure("in_queue", GAUGE),
            new Figure("in_queue_bytes", GAUGE),
            new Figure("out_queue", GAUGE),
            new Figure("out_queue_bytes", GAUGE));
  }

  @Test
  void descriptionsAreTwemproxys() {
    assertThat(Arrays.stream(PoolStat.values()).map(Stat::description))
        .containsExactly(
            "# eof on client connections",
            "# errors on client connections",
            "# active client connections",
            "# times backend server was ejected",
            "# times we encountered a forwarding error",
            "# fragments created from a multi-vector request");
    assertThat(Arrays.stream(ServerStat.values()).map(Stat::description))
        .containsExactly(
            "# eof on server connections",
            "# errors on server connections",
            "# timeouts on server connections",
            "# active server connections",
            "timestamp when server was ejected in usec since epoch",
            "# requests",
            "total request bytes",
            "# responses",
            "total response bytes",
            "# requests in incoming queue",
            "current request bytes in incoming queue",
            "# requests in outgoing queue",
            "current request bytes in outgoing queue");
  }

  private static List<Figure> figures(Stat... stats) {
    return Arrays.stream(stats).map(Figure::of).toList();
  }
}
