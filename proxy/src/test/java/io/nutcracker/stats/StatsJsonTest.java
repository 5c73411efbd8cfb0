// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.stats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.stats.StatsJson.PoolNames;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The stats line, byte for byte. */
class StatsJsonTest {
  @Test
  void lineIsTwemproxys() throws IOException {
    var beta = PoolCounters.forServers(1);
    beta.pool().add(PoolStat.CLIENT_EOF, 1);
    beta.pool().add(PoolStat.CLIENT_CONNECTIONS, 1);
    addRequests(beta.servers().getFirst(), 4, 46, 65);
    var alpha = PoolCounters.forServers(3);
    alpha.pool().add(PoolStat.CLIENT_EOF, 40);
    alpha.pool().add(PoolStat.CLIENT_ERR, 1);
    alpha.pool().add(PoolStat.CLIENT_CONNECTIONS, 1);
    alpha.pool().add(PoolStat.SERVER_EJECTS, 1);
    alpha.pool().add(PoolStat.FORWARD_ERROR, 2);
    addRequests(alpha.servers().get(0), 47, 1842, 805);
    addRequests(alpha.servers().get(1), 33, 1268, 538);
    Counters<ServerStat> dead = alpha.servers().get(2);
    dead.add(ServerStat.SERVER_ERR, 1);
    dead.add(ServerStat.SERVER_EJECTED_AT, 1795245433972912L);
    dead.add(ServerStat.REQUESTS, 2);
    dead.add(ServerStat.REQUEST_BYTES, 58);
    var worker = WorkerCounters.of(List.of(beta, alpha));
    worker.proxy().add(ProxyStat.TOTAL_CONNECTIONS, 50);
    worker.proxy().add(ProxyStat.CURR_CONNECTIONS, 7);
    var names =
        List.of(
            new PoolNames("beta", List.of("127.0.0.1:31801")),
            new PoolNames("alpha", List.of("r1", "r2", "dead")));

    String line =
        new StatsJson("vm", "0.5.0", names, new Totals(List.of(worker))).line(2, 1795245435);

    assertThat(line).isEqualTo(sample());
  }

  private static void addRequests(
      Counters<ServerStat> server, int requests, int requestBytes, int responseBytes) {
    server.add(ServerStat.SERVER_CONNECTIONS, 1);
    server.add(ServerStat.REQUESTS, requests);
    server.add(ServerStat.REQUEST_BYTES, requestBytes);
    server.add(ServerStat.RESPONSES, requests);
    server.add(ServerStat.RESPONSE_BYTES, responseBytes);
  }

  private static String sample() throws IOException {
    try (var sample = requireNonNull(StatsJson.class.getResourceAsStream("/stats-sample.json"))) {
      return new String(sample.readAllBytes(), UTF_8);
    }
  }

  @Test
  void workersPartsAreAddedAndTheLatestEjectionCounts() {
    var first = PoolCounters.forServers(1);
    var second = PoolCounters.forServers(1);
    first.servers().getFirst().add(ServerStat.REQUESTS, 3);
    second.servers().getFirst().add(ServerStat.REQUESTS, 4);
    first.servers().getFirst().add(ServerStat.SERVER_EJECTED_AT, 100);
    second.servers().getFirst().add(ServerStat.SERVER_EJECTED_AT, 90);
    first.pool().add(PoolStat.CLIENT_CONNECTIONS, 2);
    second.pool().add(PoolStat.CLIENT_CONNECTIONS, -1);
    var workers = List.of(WorkerCounters.of(List.of(first)), WorkerCounters.of(List.of(second)));
    workers.forEach(worker -> worker.proxy().add(ProxyStat.TOTAL_CONNECTIONS, 5));

    JsonNode line = parse(workers, "pool", "server");

    assertThat(line.at("/total_connections").asInt()).isEqualTo(10);
    assertThat(line.at("/pool/client_connections").asInt()).isEqualTo(1);
    assertThat(line.at("/pool/server/requests").asInt()).isEqualTo(7);
    assertThat(line.at("/pool/server/server_ejected_at").asInt()).isEqualTo(100);
  }

  @Test
  void theLineIsJsonWhateverAPoolIsCalled() {
    String odd = "\"}\\ \b\t\n\u0000\u001f \u007f \u00e4 \u20ac \ud83d\ude00";
    var worker = WorkerCounters.of(List.of(PoolCounters.forServers(1)));

    JsonNode line = parse(List.of(worker), odd, odd + "2");

    assertThat(line.get(odd)).isNotNull();
    assertThat(line.get(odd).get(odd + "2")).isNotNull();
    assertThat(line.get("source").asString()).isEqualTo(odd);
  }

  private static JsonNode parse(List<WorkerCounters> workers, String pool, String server) {
    var names = List.of(new PoolNames(pool, List.of(server)));
    return JsonMapper.shared()
        .readTree(new StatsJson(pool, "1", names, new Totals(workers)).line(0, 0));
  }
}
