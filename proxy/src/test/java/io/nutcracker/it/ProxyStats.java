// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.RunningProxy;
import io.nutcracker.testing.SubjectProxy;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One answer of a proxy's stats port. No figure is ever negative. */
record ProxyStats(JsonNode json) {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final List<String> QUEUES =
      List.of("in_queue", "in_queue_bytes", "out_queue", "out_queue_bytes");

  static ProxyStats of(RunningProxy proxy) {
    try (var connection = RawConnection.connect(proxy.statsAddress())) {
      if (proxy instanceof SubjectProxy) {
        // Ours waits a while for who says nothing.
        connection.send("\n");
      }
      var stats = new ProxyStats(MAPPER.readTree(connection.readToEnd()));
      assertNotNegative(stats.json);
      return stats;
    }
  }

  private static void assertNotNegative(JsonNode object) {
    for (var property : object.properties()) {
      if (property.getValue().isObject()) {
        assertNotNegative(property.getValue());
      } else if (property.getValue().isNumber()) {
        assertThat(property.getValue().asLong()).as(property.getKey()).isNotNegative();
      }
    }
  }

  long proxy(String stat) {
    return number(json.path(stat), stat);
  }

  long pool(String pool, String stat) {
    return number(json.path(pool).path(stat), stat);
  }

  long server(String pool, String server, String stat) {
    return number(json.path(pool).path(server).path(stat), stat);
  }

  /** The connections to all servers of a pool. */
  long serverConnections(String pool) {
    return json.path(pool).properties().stream()
        .filter(property -> property.getValue().isObject())
        .mapToLong(server -> server(pool, server.getKey(), "server_connections"))
        .sum();
  }

  private static long number(JsonNode node, String stat) {
    assertThat(node.isIntegralNumber()).as(stat).isTrue();
    return node.asLong();
  }

  /** Waits until nothing is under way any more: no client is left, and no request in a queue. */
  static void awaitQuiet(RunningProxy proxy, String pool) {
    Awaitility.await("an idle proxy without clients")
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(() -> of(proxy).assertQuiet(pool));
  }

  /** Waits until all of a pool's connections have ended. */
  static void awaitNothingOpen(RunningProxy proxy, String pool) {
    Awaitility.await("no connection")
        .untilAsserted(() -> {
          var stats = of(proxy);
          stats.assertQuiet(pool);
          assertThat(stats.json.path(pool).findValues("server_connections"))
              .allMatch(gauge -> gauge.asLong() == 0);
          // The listener.
          assertThat(stats.proxy("curr_connections")).isEqualTo(1);
        });
  }

  private void assertQuiet(String pool) {
    assertThat(pool(pool, "client_connections")).as("client_connections").isZero();
    for (var property : json.path(pool).properties()) {
      if (property.getValue().isObject()) {
        QUEUES.forEach(
            queue -> assertThat(server(pool, property.getKey(), queue)).as(queue).isZero());
      }
    }
  }
}
