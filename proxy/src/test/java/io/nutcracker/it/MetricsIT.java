// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static io.nutcracker.testing.Resp.command;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.config.TransportChoice;
import io.nutcracker.config.Version;
import io.nutcracker.stats.PoolStat;
import io.nutcracker.stats.ProxyStat;
import io.nutcracker.stats.ServerStat;
import io.nutcracker.testing.FreePorts;
import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What Prometheus is told, and that it and what is made for it understand that. */
final class MetricsIT {
  private static final String OPEN_METRICS = "application/openmetrics-text;version=1.0.0";
  private static final Path CONTRIB = Path.of("..", "contrib");

  /** A metric's name in an expression of Prometheus. */
  private static final Pattern METRIC = Pattern.compile("\\b(?:nutcracker|process|jvm)_[a-z_]+\\b");

  private static final String DEAD = "{pool=\"alpha\",server=\"b\\\"\\\\2\"}";

  private final RedisServer server = RedisServer.start();
  private final SubjectProxy proxy =
      SubjectProxy.with(2, TransportChoice.AUTO)
          .start(
              List.of(
                  TestPool.redis("alpha", List.of(server.poolEntry("s1"), "127.0.0.1:1:1 b\"\\2"))
                      .with("hash", "md5")
                      .with("latency_tracking", "true")
                      .with("auto_eject_hosts", "true")
                      .with("server_failure_limit", "1")
                      .with("client_connections", "50"),
                  TestPool.memcached("gamma", List.of("127.0.0.1:1:1"))),
              16384);

  private final HttpVisitor visitor = new HttpVisitor(proxy.statsAddress());

  @AfterEach
  void stop() {
    visitor.close();
    proxy.close();
    server.close();
  }

  private HttpResponse<String> get(String accept) {
    return visitor.send(visitor.request("/metrics").header("Accept", accept));
  }

  private Exposition metrics() {
    return new Exposition(visitor.get("/metrics").body(), false);
  }

  @Test
  void bothFormatsAreWellFormed() {
    var text = get("*/*");
    assertThat(text.headers().firstValue("content-type").orElse(""))
        .startsWith("text/plain; version=0.0.4");
    var open = get(OPEN_METRICS);
    assertThat(open.headers().firstValue("content-type").orElse(""))
        .startsWith("application/openmetrics-text; version=1.0.0");
    assertThat(new Exposition(text.body(), false).names())
        .isEqualTo(new Exposition(open.body(), true).names());
  }

  @Test
  void everyFigureIsThere() {
    var names = metrics().names();
    int figures = ProxyStat.values().length + PoolStat.values().length + ServerStat.values().length;
    assertThat(names.stream().filter(name -> name.startsWith("nutcracker_")))
        .as("server_up, pool limit, build, uptime, workers, limit, two of memory, buffers")
        .hasSize(figures + 9);
    assertThat(names)
        .contains(
            "jvm_memory_used_bytes",
            "jvm_gc_collection_seconds_sum",
            "jvm_threads_current",
            "process_cpu_seconds_total",
            "process_start_time_seconds",
            "process_resident_memory_bytes",
            "process_open_fds",
            "process_max_fds");
  }

  @Test
  void figuresAreThoseOfTheStats() {
    try (var client = RawConnection.connect(proxy.address("alpha"))) {
      for (int i = 0; i < 20; i++) {
        client.send(command("SET", "key" + i, "value"));
        client.readValue();
      }
      var samples = metrics().samples();
      var stats = ProxyStats.of(proxy);
      var s1 = "{pool=\"alpha\",server=\"s1\"}";
      assertThat(samples)
          .containsEntry("nutcracker_pool_client_connections{pool=\"alpha\"}", 1.0)
          .containsEntry("nutcracker_pool_client_connections_limit{pool=\"alpha\"}", 50.0)
          .containsEntry(
              "nutcracker_server_requests_total" + s1,
              (double) stats.server("alpha", "s1", "requests"))
          .containsEntry(
              "nutcracker_server_response_bytes_total" + s1,
              (double) stats.server("alpha", "s1", "response_bytes"))
          .containsEntry("nutcracker_server_up" + s1, 1.0)
          .containsEntry("nutcracker_server_up" + DEAD, 0.0)
          .containsEntry("nutcracker_workers", 2.0)
          .containsEntry("nutcracker_build_info{version=\"" + Version.current() + "\"}", 1.0);
      assertThat(stats.server("alpha", "s1", "requests")).isPositive();
    }
  }

  private void ejectTheDeadServer() {
    try (var client = RawConnection.connect(proxy.address("alpha"))) {
      for (int i = 0; i < 100; i++) {
        client.send(command("SET", "key" + i, "value"));
        client.readValue();
      }
    }
  }

  @Test
  void aTimestampIsInSeconds() {
    String ejected = "nutcracker_server_ejected_timestamp_seconds";
    double before = System.currentTimeMillis() / 1e3;
    ejectTheDeadServer();
    assertThat(metrics().samples())
        .containsEntry(ejected + "{pool=\"alpha\",server=\"s1\"}", 0.0)
        .hasEntrySatisfying(
            ejected + DEAD,
            time -> assertThat(time).isBetween(before - 1, System.currentTimeMillis() / 1e3 + 1));
  }

  /** Twice as many servers may take twice the time; these took 40 ms, once warm. */
  @Test
  void thousandsOfServersAreNoTrouble() {
    var servers = IntStream.range(0, 1000).mapToObj(i -> "127.0.0.1:1:1 s" + i).toList();
    var pools = List.of(TestPool.redis("one", servers), TestPool.redis("two", servers));
    try (var large = SubjectProxy.start(pools, 16384);
        var reader = new HttpVisitor(large.statsAddress())) {
      long best = Long.MAX_VALUE;
      for (int i = 0; i < 10; i++) {
        long start = System.nanoTime();
        String body = reader.get("/metrics").body();
        best = Math.min(best, System.nanoTime() - start);
        assertThat(new Exposition(body, false).samples()).hasSizeGreaterThan(2000 * 14);
      }
      System.out.println("/metrics of 2 x 1,000 servers: " + best / 1000 + " us");
      assertThat(best).isLessThan(2_000_000_000L);
    }
  }

  // --- What others make of it ---

  /** As exporters do that were written for the C program: nested objects are pools and servers. */
  @Test
  void anExporterWrittenForTheCProgramReadsThePort() {
    try (var reader = RawConnection.connect(proxy.statsAddress())) {
      var stats = JsonMapper.shared().readTree(reader.readToEnd());
      var series = new ArrayList<String>();
      stats.properties().stream()
          .filter(pool -> pool.getValue().isObject())
          .forEach(pool ->
              pool.getValue().properties().stream()
                  .filter(server -> server.getValue().isObject())
                  .forEach(server ->
                      series.add(
                          pool.getKey()
                              + "/"
                              + server.getKey()
                              + "/"
                              + server.getValue().path("server_connections").asLong(-1))));
      assertThat(series)
          .containsExactlyInAnyOrder("alpha/s1/0", "alpha/b\"\\2/0", "gamma/127.0.0.1:1/0");
    }
  }

  @Test
  void promtoolFindsNothingWrong(@TempDir Path dir) throws Exception {
    if (!isInstalled("promtool")) {
      return;
    }
    var file = Files.writeString(dir.resolve("metrics"), visitor.get("/metrics").body());
    assertSucceeds(dir, "promtool check metrics < " + file);
    assertSucceeds(
        dir, "promtool check rules " + CONTRIB.resolve("prometheus/alerts.yml").toAbsolutePath());
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  private static void assertSucceeds(Path dir, String command) throws Exception {
    var process =
        new ProcessBuilder("/bin/sh", "-c", command)
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  @Test
  void prometheusReadsIt(@TempDir Path dir) throws Exception {
    if (!isInstalled("prometheus")) {
      return;
    }
    int target = ((InetSocketAddress) proxy.statsAddress()).getPort();
    var config =
        Files.writeString(
            dir.resolve("prometheus.yml"),
            """
            global: {scrape_interval: 1s}
            rule_files: [%s]
            scrape_configs:
            - job_name: nutcracker
              static_configs: [{targets: ["127.0.0.1:%d"]}]
            """
                .formatted(CONTRIB.resolve("prometheus/alerts.yml").toAbsolutePath(), target));
    var listen = FreePorts.next();
    var process =
        new ProcessBuilder(
                "prometheus",
                "--config.file=" + config,
                "--storage.tsdb.path=" + dir.resolve("data"),
                "--web.listen-address=127.0.0.1:" + listen.getPort())
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("log").toFile())
            .start();
    try (var prometheus = new HttpVisitor(listen)) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .until(() ->
              prometheus
                      .json("/api/v1/query?query=nutcracker_server_up")
                      .path("data")
                      .path("result")
                      .size()
                  == 3);
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  // --- contrib/ ---

  @Test
  void alertsAndDashboardNameWhatIsThere() throws IOException {
    try (var client = RawConnection.connect(proxy.address("alpha"))) {
      for (int i = 0; i < 20; i++) {
        client.send(command("GET", "key" + i));
        client.readValue();
      }
    }
    var known = metrics().names();
    var alerts = Files.readString(CONTRIB.resolve("prometheus/alerts.yml"));
    var dashboard = Files.readString(CONTRIB.resolve("grafana/nutcracker.json"));
    assertThat(named(alerts)).hasSizeGreaterThan(6).isSubsetOf(known);
    assertThat(named(dashboard)).hasSizeGreaterThan(15).isSubsetOf(known);
  }

  private static List<String> named(String text) {
    return METRIC
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .distinct()
        .collect(Collectors.toList());
  }

  @Test
  void theDashboardIsOne() throws IOException {
    var json =
        JsonMapper.shared().readTree(Files.readString(CONTRIB.resolve("grafana/nutcracker.json")));
    assertThat(json.path("title").asString()).isEqualTo("nutcracker");
    assertThat(json.path("panels").size()).isGreaterThan(10);
    json.path("panels")
        .forEach(panel ->
            assertThat(panel.path("targets").size())
                .as(panel.path("title").asString())
                .isPositive());
  }
}
