// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static io.nutcracker.testing.Resp.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands over HTTP, and their replies in both forms. */
@ParameterizedClass
@MethodSource("io.nutcracker.testing.SubjectProxy#everyKind")
final class HttpCommandsIT {
  /** Commands that HTTP refuses, among those that are asked here. */
  private static final Set<String> ABOUT_CONNECTIONS =
      Set.of(
          "AUTH",
          "CLIENT REPLY",
          "DISCARD",
          "EXEC",
          "MULTI",
          "PUNSUBSCRIBE",
          "RESET",
          "SELECT",
          "SUNSUBSCRIBE",
          "UNSUBSCRIBE",
          "UNWATCH",
          "WATCH");

  private final RedisServer server = RedisServer.start();
  private final RedisServer twin = RedisServer.start();
  private final SubjectProxy proxy;
  private final HttpVisitor visitor;

  HttpCommandsIT(SubjectProxy.Starter kind) {
    proxy =
        kind.start(
            List.of(
                TestPool.redis("alpha", List.of(server.poolEntry("s1"))).with("http", "true"),
                TestPool.redis("twin", List.of(twin.poolEntry("s1"))),
                TestPool.redis("slow", List.of(server.poolEntry("s1")))
                    .with("http", "true")
                    .with("timeout", "300"),
                TestPool.memcached("gamma", List.of("127.0.0.1:1:1 m1")),
                TestPool.redis("dead", List.of("127.0.0.1:1:1 s1"))
                    .with("http", "true")
                    .with("redis_databases", "4")),
            16384);
    visitor = new HttpVisitor(proxy.statsAddress());
  }

  @AfterEach
  void stop() {
    visitor.close();
    proxy.close();
    server.close();
    twin.close();
  }

  private HttpResponse<String> raw(List<String> words) {
    return visitor.sendForBytes(visitor.request(CommandUri.of("alpha", words) + ".raw"));
  }

  /** What a command is answered with in JSON. */
  private String json(String... words) {
    HttpResponse<String> response = visitor.get(CommandUri.of("alpha", words));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body();
  }

  private void assertRefused(String path, int status, String text) {
    assertRefused(visitor.get(path), status, text);
  }

  private static void assertRefused(HttpResponse<String> response, int status, String text) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(HttpVisitor.json(response).path("error").asString()).contains(text);
  }

  // --- Every command ---

  /** In the same order, to servers that were empty: so each finds the same data. */
  @Test
  void everyCommandIsAnsweredAsOverRedisProtocol() {
    var differences = new ArrayList<String>();
    try (var client = RawConnection.connect(proxy.address("twin"))) {
      for (List<String> words : EveryCommandIT.requests()) {
        HttpResponse<String> response = raw(words);
        if (isAboutConnections(words)) {
          assertRefused(response, 400, "about a client's connection");
          continue;
        }
        client.send(command(words));
        String expected = client.readValue();
        boolean isError = expected.startsWith("-");
        if (!response.body().equals(expected) || response.statusCode() != (isError ? 400 : 200)) {
          differences.add("%s: %s instead of %s".formatted(words, response.body(), expected));
        }
      }
    }
    assertThat(differences).isEmpty();
  }

  private static boolean isAboutConnections(List<String> words) {
    return ABOUT_CONNECTIONS.contains(words.getFirst())
        || (words.size() > 1 && ABOUT_CONNECTIONS.contains(words.getFirst() + " " + words.get(1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello/3",
        "quit",
        "select/1",
        "monitor",
        "client/setname/x",
        "Client/Tracking/on"
      })
  void whatIsAboutConnectionsIsRefused(String words) {
    assertRefused("/pool/alpha/cmd/" + words, 400, "about a client's connection");
  }

  // --- JSON ---

  @Test
  void eachTypeOfReplyHasItsJson() {
    assertThat(json("SET", "s", "hello")).isEqualTo("{\"SET\":[true,\"OK\"]}\n");
    assertThat(json("get", "s")).isEqualTo("{\"get\":\"hello\"}\n");
    assertThat(json("INCRBY", "big", "9223372036854775807"))
        .isEqualTo("{\"INCRBY\":9223372036854775807}\n");
    assertThat(json("GET", "none")).isEqualTo("{\"GET\":null}\n");
    assertThat(json("INCR", "n")).isEqualTo("{\"INCR\":1}\n");
    assertThat(json("MGET", "s", "none", "n")).isEqualTo("{\"MGET\":[\"hello\",null,\"1\"]}\n");
    assertThat(json("HSET", "h", "a", "1")).isEqualTo("{\"HSET\":1}\n");
    assertThat(json("HGETALL", "h")).isEqualTo("{\"HGETALL\":{\"a\":\"1\"}}\n");
    assertThat(json("SADD", "set", "m")).isEqualTo("{\"SADD\":1}\n");
    assertThat(json("SMEMBERS", "set")).isEqualTo("{\"SMEMBERS\":[\"m\"]}\n");
    assertThat(json("ZADD", "z", "1.5", "m", "inf", "i")).isEqualTo("{\"ZADD\":2}\n");
    assertThat(json("ZRANGE", "z", "0", "-1", "WITHSCORES"))
        .isEqualTo("{\"ZRANGE\":[[\"m\",1.5],[\"i\",\"inf\"]]}\n");
    assertThat(json("CLIENT", "INFO")).contains(" lib-name=nutcracker-http ", " resp=3\\n");
  }

  /** Types that only scripts return. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "return true | 1",
        "redis.setresp(3) return true | true",
        "redis.setresp(3) return false | false",
        "return {double=-0.125} | -0.125",
        "return {double=0/0} | \"nan\"",
        "return {double=-1/0} | \"-inf\"",
        "return {big_number='123456789012345678901234567890'} | 123456789012345678901234567890",
        "return {verbatim_string={format='txt',string='v'}} | \"v\"",
        "return {map={[1]={map={}}}} | {\"1\":{}}",
        "return {map={['\\255']=1}} | {\"{\\\"base64\\\":\\\"/w==\\\"}\":1}",
        "return {{ok='fine'},{err='NO no'},{set={a=true}}} | [\"fine\",{\"error\":\"NO no\"},[\"a\"]]",
        "return '\\255\\0' | {\"base64\":\"/wA=\"}",
        "return '\\0\"' | \"\\u0000\\\"\"",
        "return {} | []",
      })
  void whatScriptsReturnHasItsJson(String script, String expected) {
    assertThat(json("EVAL", script, "0")).isEqualTo("{\"EVAL\":" + expected + "}\n");
  }

  @Test
  void whatIsNestedTooDeepIsRefusedInJsonOnly() {
    String script = "local t = {} for i = 1, 64 do t = {t} end return t";
    assertRefused(CommandUri.of("alpha", "EVAL", script, "0"), 502, "nested more than 64 deep");
    assertThat(raw(List.of("EVAL", script, "0")).body()).isEqualTo("*1\r\n".repeat(64) + "*0\r\n");
  }

  // --- Paths ---

  @Test
  void argumentsAreBytes() {
    String every = allBytes();
    assertThat(raw(List.of("SET", "a/b", every)).body()).isEqualTo("+OK\r\n");
    assertThat(server.command("GET", "a/b")).isEqualTo("$256\r\n" + every + "\r\n");
    assertThat(visitor.get("/pool/alpha/cmd/ECHO/a+b%2B").body())
        .isEqualTo("{\"ECHO\":\"a+b+\"}\n");
    assertThat(visitor.get("/pool/alpha/cmd/ECHO/").body()).isEqualTo("{\"ECHO\":\"\"}\n");
    assertThat(visitor.get("/pool/alpha/cmd/ECHO/a.json").body()).isEqualTo("{\"ECHO\":\"a\"}\n");
    assertThat(visitor.get("/pool/alpha/cmd/ECHO/a%2Ejson").body())
        .isEqualTo("{\"ECHO\":\"a.json\"}\n");
    assertThat(visitor.get("/pool/alpha/cmd/ECHO/a.raw.raw").body()).isEqualTo("$5\r\na.raw\r\n");
    assertThat(visitor.get("/pool/alpha/cmd/ping.raw?x=/y").body()).isEqualTo("+PONG\r\n");
  }

  private static String allBytes() {
    var every = new StringBuilder();
    for (char c = 0; c < 256; c++) {
      every.append(c);
    }
    return every.toString();
  }

  @Test
  void whatCannotBeAskedIsRefused() {
    assertRefused("/pool/nobody/cmd/PING", 404, "there is no pool");
    assertRefused("/pool/twin/cmd/PING", 403, "'http: true'");
    assertRefused("/pool/gamma/cmd/get/a", 403, "memcached");
    assertRefused("/pool/alpha/PING", 404, "/pool/NAME/cmd/COMMAND");
    assertRefused("/pool/alpha/cmd/", 404, "/pool/NAME/cmd/COMMAND");
    assertRefused("/pool/alpha%2Fcmd/PING/x", 404, "/pool/NAME/cmd/COMMAND");
    assertRefused("/pool/alpha/cmd/NOTHING", 400, "ERR unknown command");
    assertRefused("/pool/alpha/cmd/GET", 400, "ERR wrong number of arguments");
    assertRefused(
        visitor.send(visitor.request("/pool/alpha/cmd/PING").DELETE()), 405, "GET, POST, PUT");
    assertRefused("/pool/alpha/cmd/ECHO/" + "x".repeat(9000), 414, "too long");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "%2", "%zz", "a%-1"})
  void aMalformedEscapeIsRefused(String word) {
    try (var http = RawConnection.connect(proxy.statsAddress())) {
      http.send("GET /pool/alpha/cmd/ECHO/" + word + " HTTP/1.0\r\n\r\n");
      assertThat(http.readToEnd()).startsWith("HTTP/1.1 400 ").contains("is no escape");
    }
  }

  @Test
  void anErrorHasAStatus() {
    server.command("SET", "s", "x");
    assertRefused("/pool/alpha/cmd/LPUSH/s/a", 400, "WRONGTYPE Operation against a key");
    HttpResponse<String> response = raw(List.of("LPUSH", "s", "a"));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).startsWith("-WRONGTYPE ").endsWith("\r\n");
  }

  @Test
  void aDatabaseIsSelectedForOneRequest() {
    assertRefused("/pool/dead/cmd/GET/a?db=4", 400, "ERR DB index is out of range");
    assertRefused("/pool/dead/cmd/GET/a?db=x", 400, "ERR value is not an integer");
    assertThat(visitor.get("/pool/dead/cmd/CLIENT/INFO?db=3").body()).contains(" db=3 ");
    assertThat(visitor.get("/pool/dead/cmd/CLIENT/INFO").body()).contains(" db=0 ");
  }

  // --- Connections ---

  @Test
  void aVisitorIsOneClient() {
    for (int i = 0; i < 3; i++) {
      json("PING");
      raw(List.of("PING"));
    }
    String clients = json("CLIENT", "LIST");
    assertThat(clients.split("lib-name=nutcracker-http", -1)).hasSize(3);
    visitor.close();
    await().until(() -> visitorsOf("alpha") == 0);
  }

  private int visitorsOf(String pool) {
    try (var client = RawConnection.connect(proxy.address(pool))) {
      client.send(command("CLIENT", "LIST"));
      return client.readValue().split("lib-name=nutcracker-http", -1).length - 1;
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInTheirOrder() {
    try (var http = RawConnection.connect(proxy.statsAddress())) {
      http.send(
          get("BLPOP/list/0.raw")
              + get("RPUSH/other/a.raw")
              + get("PING.raw", "Connection: close"));
      await().until(() -> visitorsOf("alpha") == 1);
      assertThat(server.command("EXISTS", "other")).isEqualTo(":0\r\n");
      server.command("RPUSH", "list", "x");
      assertThat(http.readToEnd()).containsSubsequence("$1\r\nx\r\n", ":1\r\n", "+PONG\r\n");
    }
  }

  private static String get(String words, String... headers) {
    String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    return "GET /pool/alpha/cmd/%s HTTP/1.1\r\nHost: here\r\n%s\r\n".formatted(words, lines);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBlockedCommandEndsWithItsVisitor(boolean reset) {
    try (var http = RawConnection.connect(proxy.statsAddress())) {
      http.send(get("BLPOP/list/0"));
      await().until(() -> server.command("INFO", "clients").contains("blocked_clients:1\r\n"));
      if (reset) {
        http.reset();
      }
    }
    await().until(() -> server.command("INFO", "clients").contains("blocked_clients:0\r\n"));
    await().until(() -> visitorsOf("alpha") == 0);
  }

  /** As {@code nc -N} does: it has nothing more to say, and waits. */
  @Test
  void whoHasAskedAllIsAnsweredAtOnce() {
    try (var http = RawConnection.connect(proxy.statsAddress())) {
      http.send(get("SET/a/b") + get("GET/a"));
      http.finishSending();
      assertThat(http.readToEnd()).contains("{\"SET\":[true,\"OK\"]}", "{\"GET\":\"b\"}");
    }
  }

  @Test
  void aReplyBeyondTheBoundIsRefused() {
    server.command("SETRANGE", "big", Integer.toString(16 * 1024 * 1024), "x");
    assertRefused("/pool/alpha/cmd/GET/big", 502, "a Redis client can read it");
    assertThat(raw(List.of("GET", "big")).statusCode()).isEqualTo(502);
    assertThat(raw(List.of("STRLEN", "big")).body()).isEqualTo(":16777217\r\n");
    server.command("SET", "large", "x".repeat(15 * 1024 * 1024));
    assertThat(json("GET", "large")).hasSize(15 * 1024 * 1024 + "{\"GET\":\"\"}\n".length());
    assertThat(raw(List.of("GET", "large")).body()).hasSize(15 * 1024 * 1024 + 13);
  }

  // --- Servers that fail ---

  @Test
  void aDeadServerIs503() {
    assertRefused("/pool/dead/cmd/GET/a", 503, "ERR Connection refused");
    server.kill();
    HttpResponse<String> response = raw(List.of("GET", "a"));
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).startsWith("-ERR ");
  }

  @Test
  void aSlowServerIs504() {
    server.pause();
    assertRefused("/pool/slow/cmd/GET/a", 504, "ERR Connection timed out");
    server.resume();
  }

  @Test
  void whoWaitsHearsThatTheServerHasDied() {
    try (var http = RawConnection.connect(proxy.statsAddress())) {
      http.send(get("BLPOP/list/0", "Connection: close"));
      await().until(() -> server.command("INFO", "clients").contains("blocked_clients:1\r\n"));
      server.kill();
      assertThat(http.readToEnd()).startsWith("HTTP/1.1 503 ").contains("{\"error\":\"ERR ");
    }
  }
}
