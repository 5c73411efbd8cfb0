// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static io.nutcracker.it.Conversation.say;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.nutcracker.hashkit.KeyHash;
import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The page's files, and the two paths that were made for it. */
final class PageIT {
  private static final Path FILES = Path.of("src/main/resources/io/nutcracker/admin/page");

  /** What a file of the page asks for, in markup or in a module. */
  private static final Pattern REFERENCE =
      Pattern.compile("(?:href|src)=\"(assets/[^\"]+)\"|from \"(\\.{1,2}/[^\"]+)\"");

  private final List<RedisServer> servers =
      List.of(RedisServer.start(), RedisServer.start(), RedisServer.start());
  private final SubjectProxy proxy;
  private final HttpVisitor visitor;

  PageIT() {
    var tagged =
        TestPool.redis("tagged", entries())
            .with("hash_tag", "{}")
            .with("auto_eject_hosts", "true")
            .with("server_failure_limit", "1")
            .with("server_retry_timeout", "30000");
    var plain = TestPool.redis("plain", entries()).with("hash", "murmur");
    var random = TestPool.redis("random", entries()).with("distribution", "random");
    var kept =
        TestPool.redis("kept", entries())
            .with("auto_eject_hosts", "true")
            .with("failure_policy", "fail_fast")
            .with("server_failure_limit", "1");
    proxy = SubjectProxy.start(List.of(tagged, plain, random, kept), 16384);
    visitor = new HttpVisitor(proxy.statsAddress());
  }

  private List<String> entries() {
    var entries = new ArrayList<String>();
    for (int i = 0; i < servers.size(); i++) {
      entries.add(servers.get(i).poolEntry("s" + i));
    }
    return entries;
  }

  @AfterEach
  void stop() {
    visitor.close();
    proxy.close();
    servers.forEach(RedisServer::close);
  }

  // --- Files ---

  @Test
  void everyFileIsServedAsWhatItIs() throws IOException {
    assertIsFile("/", "text/html; charset=utf-8", Files.readString(FILES.resolve("index.html")));
    try (var files = Files.list(FILES)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        String type =
            switch (name.substring(name.lastIndexOf('.'))) {
              case ".js" -> "text/javascript; charset=utf-8";
              case ".css" -> "text/css; charset=utf-8";
              case ".svg" -> "image/svg+xml";
              default -> "text/html; charset=utf-8";
            };
        assertIsFile("/assets/page/" + name, type, Files.readString(file));
      }
    }
  }

  private void assertIsFile(String path, String type, String content) {
    var response = visitor.get(path);
    assertThat(response.statusCode()).as(path).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).as(path).contains(type);
    assertThat(response.headers().firstValue("cache-control")).as(path).contains("no-cache");
    assertThat(response.headers().firstValue("content-security-policy").orElse(""))
        .as(path)
        .startsWith("default-src 'self'");
    assertThat(response.body()).as(path).isEqualTo(content);
  }

  @Test
  void theChartsAreThere() {
    var module = visitor.get("/assets/uplot/uPlot.esm.js");
    assertThat(module.headers().firstValue("content-type"))
        .contains("text/javascript; charset=utf-8");
    assertThat(module.body()).contains("uPlot (v1.6.32)", "export { uPlot as default }");
    var style = visitor.get("/assets/uplot/uPlot.min.css");
    assertThat(style.headers().firstValue("content-type")).contains("text/css; charset=utf-8");
    assertThat(style.body()).contains(".uplot");
  }

  @Test
  void whatAFileAsksForIsThere() throws IOException {
    try (var files = Files.list(FILES)) {
      for (Path file : files.toList()) {
        var references = REFERENCE.matcher(Files.readString(file)).results().toList();
        for (var reference : references) {
          String path =
              reference.group(1) != null
                  ? "/" + reference.group(1)
                  : Path.of("/assets/page").resolve(reference.group(2)).normalize().toString();
          assertThat(visitor.get(path).statusCode()).as("%s of %s", path, file).isEqualTo(200);
        }
      }
    }
  }

  @Test
  void nothingElseIsThere() {
    for (String path :
        List.of(
            "/assets/",
            "/assets/page/",
            "/assets/page/nothing.js",
            "/assets/page/../KeyRoute.class",
            "/assets/page/%2e%2e/KeyRoute.class",
            "/assets/uplot/LICENSE",
            "/assets/uplot/../../../../MANIFEST.MF",
            "/index.html")) {
      assertThat(visitor.get(path).statusCode()).as(path).isEqualTo(404);
    }
  }

  @Test
  void whoHasAFileIsNotSentItAgain() {
    for (String path : List.of("/", "/assets/page/main.js", "/assets/uplot/uPlot.esm.js")) {
      String etag = visitor.get(path).headers().firstValue("etag").orElseThrow();
      var again = visitor.send(visitor.request(path).header("If-None-Match", "W/\"x\", " + etag));
      assertThat(again.statusCode()).as(path).isEqualTo(304);
      assertThat(again.body()).isEmpty();
      assertThat(again.headers().firstValue("etag")).contains(etag);
      assertThat(again.headers().firstValue("content-length")).isEmpty();
      var other = visitor.send(visitor.request(path).header("If-None-Match", "\"x\""));
      assertThat(other.statusCode()).as(path).isEqualTo(200);
    }
  }

  /** A browser opens connections before it has anything to say on them. */
  @Test
  void aBrowsersSpareConnectionIsNotSentTheLine() {
    String get = "GET /livez HTTP/1.1\r\nUser-Agent: Mozilla/5.0\r\n\r\n";
    try (var browser = RawConnection.connect(proxy.statsAddress());
        var spare = RawConnection.connect(proxy.statsAddress())) {
      browser.send(get);
      assertThat(browser.read(15)).isEqualTo("HTTP/1.1 200 OK");
      long connected = System.nanoTime();
      Awaitility.await().until(() -> System.nanoTime() - connected > 600_000_000);
      assertThat(spare.hasUnread()).isFalse();
      spare.send(get);
      assertThat(spare.read(15)).isEqualTo("HTTP/1.1 200 OK");
    }
  }

  // --- /overview ---

  @Test
  void theOverviewNamesTheEjectedOnly() {
    var overview = visitor.json("/overview");
    assertThat(overview.path("process").path("workers").asInt()).isEqualTo(1);
    assertThat(overview.path("process").path("cpu_ms").asLong()).isPositive();
    assertThat(overview.path("pools").size()).isEqualTo(4);
    try (var client = RawConnection.connect(proxy.address("tagged"))) {
      for (int i = 0; i < 30; i++) {
        say(client, "SET", "key" + i, "v");
      }
      JsonNode tagged = overview("tagged");
      assertThat(tagged.path("servers").asInt()).isEqualTo(3);
      assertThat(tagged.path("ejected")).isEmpty();
      assertThat(tagged.path("latency_tracking").asBoolean()).isTrue();
      assertThat(tagged.path("stats").path("requests").asLong()).isEqualTo(30);
      assertThat(tagged.path("stats").path("client_connections").asLong()).isEqualTo(1);
      ejectTheFirst("tagged", client);
      assertThat(overview("tagged").path("ejected").toString()).isEqualTo("[\"s0\"]");
    }
  }

  private JsonNode overview(String pool) {
    for (JsonNode each : visitor.json("/overview").path("pools")) {
      if (each.path("name").asString().equals(pool)) {
        return each;
      }
    }
    throw new AssertionError("no pool " + pool);
  }

  private void ejectTheFirst(String pool, RawConnection client) {
    servers.getFirst().kill();
    Awaitility.await()
        .until(() -> {
          for (int i = 0; i < 200; i++) {
            say(client, "GET", "key" + i);
          }
          var state = visitor.json("/pools?pool=" + pool).path("pools").get(0).path("servers");
          return state.get(0).path("state").asString().equals("ejected");
        });
  }

  @Test
  void poolsCanBeAskedForOneByOne() {
    var pools = visitor.json("/pools?pool=plain").path("pools");
    assertThat(pools.size()).isEqualTo(1);
    assertThat(pools.get(0).path("name").asString()).isEqualTo("plain");
    assertThat(visitor.get("/pools?pool=nothing").statusCode()).isEqualTo(400);
  }

  // --- /route ---

  private HttpResponse<String> route(String pool, String key) {
    return visitor.get(
        "/route?pool=%s&key=%s"
            .formatted(URLEncoder.encode(pool, UTF_8), URLEncoder.encode(key, UTF_8)));
  }

  private JsonNode routed(String pool, String key) {
    return HttpVisitor.json(route(pool, key));
  }

  private RedisServer server(JsonNode route) {
    return servers.get(Integer.parseInt(route.path("server").asString().substring(1)));
  }

  @Test
  void aKeyIsWhereItIsSaidToBe() {
    for (String pool : List.of("tagged", "plain")) {
      try (var client = RawConnection.connect(proxy.address(pool))) {
        for (String key :
            List.of(
                "a", "b", "c", "hello world", "a+b", "x&y=%", "{7}x", "{7}y", "{}z", "schlüssel")) {
          // Each char is a byte on the connection.
          String bytes = new String(key.getBytes(UTF_8), ISO_8859_1);
          assertThat(say(client, "SET", bytes, "v")).isEqualTo("+OK\r\n");
          JsonNode route = routed(pool, key);
          assertThat(route.path("key").asString()).isEqualTo(key);
          assertThat(route.path("ejected").asBoolean()).isFalse();
          assertThat(server(route).command("DEL", bytes))
              .as("%s in %s", key, pool)
              .isEqualTo(":1\r\n");
          assertThat(route.path("address").asString()).isEqualTo(server(route).endpoint() + ":1");
        }
      }
    }
  }

  @Test
  void theHashIsThatOfTheTag() {
    assertThat(routed("tagged", "{7}x").path("tag").asString()).isEqualTo("7");
    assertThat(routed("tagged", "{7}x").path("hash").asString())
        .isEqualTo(routed("tagged", "7").path("hash").asString())
        .isEqualTo(hash(KeyHash.FNV1A_64, "7"));
    for (String untagged : List.of("7", "{}7", "{7", "}7{")) {
      assertThat(routed("tagged", untagged).path("tag").isMissingNode()).as(untagged).isTrue();
      assertThat(routed("tagged", untagged).path("hash").asString())
          .isEqualTo(hash(KeyHash.FNV1A_64, untagged));
    }
    assertThat(routed("plain", "{7}x").path("tag").isMissingNode()).isTrue();
    assertThat(routed("plain", "{7}x").path("hash").asString())
        .isEqualTo(hash(KeyHash.MURMUR, "{7}x"));
  }

  private static String hash(KeyHash hash, String key) {
    var bytes = Unpooled.copiedBuffer(key, UTF_8);
    return "%08x".formatted(hash.hash(bytes, 0, bytes.writerIndex()));
  }

  @Test
  void anEjectedServersKeysGoElsewhereUnlessItKeepsThem() {
    try (var tagged = RawConnection.connect(proxy.address("tagged"));
        var kept = RawConnection.connect(proxy.address("kept"))) {
      ejectTheFirst("tagged", tagged);
      ejectTheFirst("kept", kept);
      int ejected = 0;
      for (int i = 0; i < 200; i++) {
        assertThat(routed("tagged", "key" + i).path("server").asString()).isNotEqualTo("s0");
        JsonNode route = routed("kept", "key" + i);
        assertThat(route.path("ejected").asBoolean())
            .isEqualTo(route.path("server").asString().equals("s0"));
        ejected += route.path("ejected").asBoolean() ? 1 : 0;
      }
      assertThat(ejected).isPositive();
    }
  }

  @Test
  void whereNoKeyHasAPlaceThatIsSaid() {
    JsonNode route = routed("random", "a");
    assertThat(route.path("server").isMissingNode()).isTrue();
    assertThat(route.path("pool").asString()).isEqualTo("random");
  }

  @Test
  void whatIsMissingIsSaid() {
    for (String path : List.of("/route", "/route?pool=plain", "/route?key=a")) {
      assertThat(visitor.get(path).statusCode()).as(path).isEqualTo(400);
      assertThat(visitor.json(path).path("error").asString()).contains("?pool=NAME&key=KEY");
    }
    assertThat(route("nothing", "a").statusCode()).isEqualTo(400);
    assertThat(routed("nothing", "a").path("error").asString())
        .isEqualTo("there is no pool nothing");
    assertThat(route("plain", "").statusCode()).isEqualTo(200);
  }
}
