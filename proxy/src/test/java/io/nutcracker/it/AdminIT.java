// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static io.nutcracker.testing.Resp.command;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The admin port's two kinds of visitors: plain readers, and those who speak HTTP. */
@ParameterizedClass
@MethodSource("io.nutcracker.testing.SubjectProxy#everyKind")
final class AdminIT {
  private static final String LINE = "{\"service\":\"nutcracker\"";
  private static final String GET_LIVEZ = "GET /livez HTTP/1.1\r\nHost: here\r\n\r\n";

  private final RedisServer server = RedisServer.start();
  private final SubjectProxy proxy;
  private final HttpVisitor visitor;

  AdminIT(SubjectProxy.Starter kind) {
    var alpha =
        TestPool.redis("alpha", List.of(server.poolEntry("s1"), "127.0.0.1:1:3 s\"2"))
            .with("auto_eject_hosts", "true")
            .with("server_failure_limit", "1")
            .with("server_retry_timeout", "30000");
    var gamma = TestPool.memcached("gamma", List.of("127.0.0.1:1:1 m1"));
    proxy = kind.start(List.of(alpha, gamma), 16384);
    visitor = new HttpVisitor(proxy.statsAddress());
  }

  @AfterEach
  void stop() {
    visitor.close();
    proxy.close();
    server.close();
  }

  private RawConnection connect() {
    return RawConnection.connect(proxy.statsAddress());
  }

  private static void assertIsLine(String text) {
    assertThat(text).startsWith(LINE).endsWith("}\n");
    assertThat(JsonMapper.shared().readTree(text).path("alpha").isObject()).isTrue();
  }

  // --- Plain readers ---

  @Test
  void aReaderWhoSaysNothingGetsTheLine() {
    try (var reader = connect()) {
      assertIsLine(reader.readToEnd());
    }
  }

  @Test
  void aReaderWhoSaysSomethingElseGetsTheLine() {
    for (String said : List.of("\n", "stats\r\n", "GET\n", "x".repeat(100_000))) {
      try (var reader = connect()) {
        reader.send(said);
        assertIsLine(reader.readToEnd());
      }
    }
  }

  /** As {@code nc -N} does when its input is empty. */
  @Test
  void aReaderWhoHasNothingMoreToSayGetsTheLine() {
    try (var reader = connect()) {
      reader.finishSending();
      assertIsLine(reader.readToEnd());
    }
  }

  /** So many that those who came first may have to go: 32 get the line, and nobody hangs. */
  @Test
  void aCrowdOfSilentReaders() {
    var readers = new ArrayList<RawConnection>();
    for (int i = 0; i < 40; i++) {
      readers.add(connect());
    }
    var lines = readers.stream().map(RawConnection::readToEnd).filter(s -> !s.isEmpty()).toList();
    readers.forEach(RawConnection::close);
    assertThat(lines).hasSizeGreaterThanOrEqualTo(32);
    lines.forEach(AdminIT::assertIsLine);
    assertThat(visitor.get("/livez").body()).isEqualTo("ok\n");
  }

  @Test
  void readersDoNotCloseAConnectionThatSpeaksHttp() {
    try (var http = connect()) {
      http.send(GET_LIVEZ);
      var first = readResponse(http);
      for (int i = 0; i < 40; i++) {
        try (var reader = connect()) {
          reader.send("\n");
        }
      }
      http.send(GET_LIVEZ);
      assertThat(readResponse(http)).isEqualTo(first);
    }
  }

  // --- HTTP ---

  /** A response with a Content-Length. */
  private static String readResponse(RawConnection http) {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append(http.read(1));
    }
    String length = head.toString().replaceAll("(?s).*content-length: (\\d+).*", "$1");
    return head + http.read(Integer.parseInt(length));
  }

  @Test
  void everyResponseSaysHowToTreatIt() {
    for (String path : List.of("/stats", "/livez", "/readyz", "/pools", "/clients", "/nothing")) {
      var headers = visitor.get(path).headers();
      assertThat(headers.firstValue("x-content-type-options")).as(path).contains("nosniff");
      assertThat(headers.firstValue("cache-control")).as(path).contains("no-store");
      assertThat(headers.firstValue("content-security-policy").orElse(""))
          .as(path)
          .startsWith("default-src 'self'");
      assertThat(headers.map().keySet())
          .as(path)
          .noneMatch(name -> name.startsWith("access-control-"));
    }
  }

  @Test
  void statsAreTheLine() {
    var response = visitor.get("/stats");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).contains("application/json");
    assertIsLine(response.body());
  }

  @Test
  void aRequestMayComeByteByByte() throws IOException {
    var address = (InetSocketAddress) proxy.statsAddress();
    try (var socket = new Socket(address.getAddress(), address.getPort())) {
      socket.setTcpNoDelay(true);
      for (byte b : "GET /livez HTTP/1.0\r\n\r\n".getBytes(UTF_8)) {
        socket.getOutputStream().write(b);
      }
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .startsWith("HTTP/1.1 200 OK\r\n")
          .endsWith("\r\n\r\nok\n");
    }
  }

  @Test
  void severalRequestsShareAConnection() {
    try (var http = connect()) {
      http.send(GET_LIVEZ);
      assertThat(readResponse(http)).endsWith("ok\n");
      // And in one packet.
      http.send(GET_LIVEZ + GET_LIVEZ.replace("livez", "stats") + GET_LIVEZ);
      assertThat(readResponse(http)).endsWith("ok\n");
      assertThat(readResponse(http)).contains(LINE);
      assertThat(readResponse(http)).endsWith("ok\n");
      http.send("GET /livez HTTP/1.1\r\nConnection: close\r\n\r\n");
      assertThat(http.readToEnd()).contains("connection: close").endsWith("ok\n");
    }
  }

  @Test
  void aHundredRequestsInOnePacketAreAnsweredInOrder() {
    try (var http = connect()) {
      http.send(GET_LIVEZ.repeat(50) + "GET /nothing HTTP/1.1\r\n\r\n" + GET_LIVEZ.repeat(49));
      for (int i = 0; i < 100; i++) {
        assertThat(readResponse(http)).startsWith(i == 50 ? "HTTP/1.1 404" : "HTTP/1.1 200");
      }
    }
  }

  @Test
  void whoHasNothingMoreToSayIsAnsweredFirst() {
    try (var http = connect()) {
      http.send(GET_LIVEZ + GET_LIVEZ);
      http.finishSending();
      assertThat(http.readToEnd().split("ok\n", -1)).hasSize(3);
    }
  }

  @Test
  void headHasTheHeadersOnly() {
    try (var http = connect()) {
      http.send("HEAD /livez HTTP/1.1\r\n\r\nHEAD /livez HTTP/1.1\r\nConnection: close\r\n\r\n");
      String said = http.readToEnd();
      assertThat(said.split("HTTP/1.1 200 OK\r\n", -1)).hasSize(3);
      assertThat(said).contains("content-length: 3\r\n").endsWith("\r\n\r\n").doesNotContain("ok");
    }
  }

  private static void assertError(HttpResponse<String> response, int status, String words) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("content-type")).contains("application/json");
    assertThat(JsonMapper.shared().readTree(response.body()).path("error").asString())
        .contains(words);
  }

  @Test
  void whatIsNotThereIsSaidSo() {
    assertError(visitor.get("/nothing"), 404, "there is no /nothing");
    assertError(visitor.get("/stats/"), 404, "there is no /stats/");
    assertError(visitor.get("/a%22b"), 404, "there is no /a\"b");
    assertThat(visitor.get("/livez?x=1&y").statusCode()).isEqualTo(200);
  }

  @Test
  void whatIsNotUnderstoodIsSaidSo() {
    var post = visitor.send(visitor.request("/stats").POST(BodyPublishers.ofString("x")));
    assertError(post, 405, "/stats understands GET, HEAD");
    assertThat(post.headers().firstValue("allow")).contains("GET, HEAD");
    var delete = visitor.send(visitor.request("/stats").DELETE());
    assertError(delete, 405, "/stats understands GET, HEAD");
    var large =
        visitor.request("/stats").method("GET", BodyPublishers.ofByteArray(new byte[65537]));
    assertError(visitor.send(large), 413, "65536 bytes");
  }

  @Test
  void aBodyOfUnknownLengthHasTheSameLimit() {
    try (var http = connect()) {
      http.send("GET /stats HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n");
      for (int i = 0; i < 9; i++) {
        http.send("2000\r\n" + "x".repeat(0x2000) + "\r\n");
      }
      assertThat(http.readToEnd()).startsWith("HTTP/1.1 413 ");
    }
  }

  @Test
  void badRequestsAreAnsweredAndCloseTheConnection() {
    assertBad("GET garbage\r\n\r\n", 400);
    assertBad("GET \0\1\2\3\r\n\r\n", 400);
    assertBad("GET /livez HTTP/1.1\r\nContent-Length: nine\r\n\r\n", 400);
    assertBad("GET /livez HTTP/1.1\r\nX: " + "x".repeat(33 * 1024) + "\r\n\r\n", 431);
    assertBad("GET /" + "x".repeat(9 * 1024) + " HTTP/1.1\r\n\r\n", 414);
    assertBad("GET /" + "x".repeat(2_000_000), 414);
    assertBad("GET /%zz HTTP/1.1\r\n\r\n", 404);
    assertBad("GET /livez?%zz HTTP/1.1\r\n\r\n", 404);
  }

  private void assertBad(String request, int status) {
    try (var http = connect()) {
      http.send(request);
      http.finishSending();
      assertThat(http.readToEnd())
          .as(request.substring(0, Math.min(30, request.length())))
          .startsWith("HTTP/1.1 " + status + " ")
          .contains("\r\n\r\n{\"error\":");
    }
  }

  // --- What stands behind the paths ---

  @Test
  void isReadyUntilItStops() throws Exception {
    assertThat(visitor.get("/readyz").body()).isEqualTo("ok\n");
    try (var waiting = RawConnection.connect(proxy.address("alpha"))) {
      waiting.send(command("BLPOP", "list", "0"));
      Awaitility.await().until(() -> ProxyStats.of(proxy).server("alpha", "s1", "requests") == 1);
      var atOnce = new CompletableFuture<Void>();
      var drained = proxy.drain(Duration.ofSeconds(30), atOnce);
      Awaitility.await().until(() -> visitor.get("/readyz").statusCode() == 503);
      assertThat(visitor.get("/readyz").body()).contains("stopping");
      assertThat(visitor.get("/livez").statusCode()).isEqualTo(200);
      atOnce.complete(null);
      drained.get();
    }
  }

  @Test
  void poolsTellOfTheirServers() {
    try (var client = RawConnection.connect(proxy.address("alpha"))) {
      client.send(command("SET", "a", "1"));
      client.readValue();
      var pools = visitor.json("/pools").path("pools");
      assertThat(pools.size()).isEqualTo(2);
      var alpha = pools.get(0);
      assertThat(alpha.path("name").asString()).isEqualTo("alpha");
      assertThat(alpha.path("protocol").asString()).isEqualTo("redis");
      assertThat(alpha.path("distribution").asString()).isEqualTo("ketama");
      assertThat(alpha.path("hash").asString()).isEqualTo("fnv1a_64");
      var port = ((InetSocketAddress) proxy.address("alpha")).getPort();
      assertThat(alpha.path("listen").asString()).isEqualTo("127.0.0.1:" + port);
      assertThat(alpha.path("stats").path("client_connections").asLong()).isEqualTo(1);
      assertThat(pools.get(1).path("protocol").asString()).isEqualTo("memcached");

      var s1 = alpha.path("servers").get(0);
      assertThat(s1.path("name").asString()).isEqualTo("s1");
      assertThat(s1.path("weight").asInt()).isEqualTo(1);
      assertThat(s1.path("state").asString()).isEqualTo("up");
      assertThat(s1.path("share").asDouble()).isBetween(0.15, 0.35);
      assertThat(s1.path("returns_in_ms").isMissingNode()).isTrue();
      var s2 = alpha.path("servers").get(1);
      assertThat(s2.path("name").asString()).isEqualTo("s\"2");
      assertThat(s1.path("share").asDouble() + s2.path("share").asDouble())
          .isBetween(0.999_999, 1.000_001);
    }
  }

  @Test
  void anEjectedServerSaysWhenItReturns() {
    try (var client = RawConnection.connect(proxy.address("alpha"))) {
      for (int i = 0; server(1).path("state").asString().equals("up"); i++) {
        client.send(command("GET", "key" + i));
        client.readValue();
        assertThat(i).isLessThan(1000);
      }
    }
    assertThat(server(1).path("state").asString()).isEqualTo("ejected");
    assertThat(server(1).path("returns_in_ms").asLong()).isBetween(1L, 30_000L);
    assertThat(server(1).path("share").asDouble()).isZero();
    assertThat(server(0).path("share").asDouble()).isBetween(0.999_999, 1.000_001);
  }

  private JsonNode server(int index) {
    return visitor.json("/pools").path("pools").get(0).path("servers").get(index);
  }

  @Test
  void clientsAreThoseOfClientList() {
    try (var client = RawConnection.connect(proxy.address("alpha"));
        var _ = RawConnection.connect(proxy.address("gamma"))) {
      client.send(command("CLIENT", "SETNAME", "the-shop") + command("CLIENT", "LIST"));
      client.readValue();
      String list = client.readValue();
      var pools = visitor.json("/clients").path("pools");
      assertThat(pools.get(0).path("total").asLong()).isEqualTo(1);
      var known = pools.get(0).path("clients").get(0);
      assertThat(known.path("name").asString()).isEqualTo("the-shop");
      assertThat(list)
          .contains("addr=" + known.path("addr").asString())
          .contains("id=" + known.path("id").asLong());
      Awaitility.await()
          .until(() -> visitor.json("/clients").path("pools").get(1).path("total").asLong() == 1);
      assertThat(pools.get(1).path("clients").size()).isZero();
    }
  }

  @Test
  void moreThanAThousandClientsAreOnlyCounted() {
    var clients = new ArrayList<RawConnection>();
    for (int i = 0; i < 1010; i++) {
      clients.add(RawConnection.connect(proxy.address("alpha")));
    }
    Awaitility.await()
        .until(() -> visitor.json("/clients").path("pools").get(0).path("total").asLong() == 1010);
    assertThat(visitor.json("/clients").path("pools").get(0).path("clients").size())
        .isEqualTo(1000);
    clients.forEach(RawConnection::close);
  }
}
