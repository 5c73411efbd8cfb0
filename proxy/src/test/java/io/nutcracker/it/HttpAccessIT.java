// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.config.TransportChoice;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may say commands over HTTP. */
final class HttpAccessIT {
  private static final String USERS =
      """

         - name: alice
           password: "her:s"
           keys:
            - "a:"
         - name: bob
           password: his
           commands: [+get, +select]
      """;

  private final RedisServer server = RedisServer.start();
  private final SubjectProxy proxy =
      SubjectProxy.with(1, TransportChoice.AUTO)
          .startWithToken(
              List.of(
                  pool("open"),
                  pool("users").with("users", USERS).with("redis_databases", "2"),
                  pool("password").with("redis_auth", "secret")),
              "token");
  private final HttpVisitor visitor = new HttpVisitor(proxy.statsAddress());

  private TestPool pool(String name) {
    return TestPool.redis(name, List.of(server.poolEntry("s1"))).with("http", "true");
  }

  @AfterEach
  void stop() {
    visitor.close();
    proxy.close();
    server.close();
  }

  private HttpResponse<String> get(String path, String authorization) {
    HttpRequest.Builder request = visitor.request("/pool/" + path);
    return visitor.send(
        authorization.isEmpty() ? request : request.header("Authorization", authorization));
  }

  private static String basic(String credentials) {
    byte[] bytes = credentials.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  private void assertAnswer(String path, String authorization, int status, String text) {
    HttpResponse<String> response = get(path, authorization);
    assertThat(response.body()).contains(text);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("www-authenticate").isPresent())
        .isEqualTo(status == 401);
  }

  @Test
  void theTokenProtectsAPoolThatAsksNobody() {
    assertAnswer("open/cmd/PING", "", 401, "admin token");
    assertAnswer("open/cmd/PING", basic("alice:her:s"), 401, "admin token");
    assertAnswer("open/cmd/PING", "Bearer token", 200, "PONG");
    assertAnswer("nobody/cmd/PING", "", 401, "admin token");
  }

  @Test
  void aPoolWithUsersAsksForOneOfThem() {
    assertAnswer("users/cmd/GET/a:1", "", 401, "NOAUTH");
    assertAnswer("users/cmd/GET/a:1", "Bearer token", 401, "WRONGPASS");
    assertAnswer("users/cmd/GET/a:1", basic("alice:his"), 401, "WRONGPASS");
    assertAnswer("users/cmd/GET/a:1.raw", basic("alice:his"), 401, "-WRONGPASS");
    assertAnswer("users/cmd/SET/a:1/x", basic("alice:her:s"), 200, "OK");
    assertAnswer("users/cmd/GET/b", basic("alice:her:s"), 403, "NOPERM");
    assertAnswer("users/cmd/SET/a:1/x", basic("bob:his"), 403, "NOPERM");
    assertAnswer("users/cmd/GET/a:1", basic("bob:his"), 200, "\"x\"");
    assertAnswer("users/cmd/GET/a:1?db=1", basic("bob:his"), 200, "null");
    assertAnswer("users/cmd/ACL/WHOAMI", basic("alice:her:s"), 200, "alice");
    assertAnswer("users/cmd/SUBSCRIBE/b", basic("bob:his"), 403, "NOPERM");
  }

  @Test
  void theDefaultUsersPasswordIsABearer() {
    assertAnswer("password/cmd/PING", "", 401, "NOAUTH");
    assertAnswer("password/cmd/PING", "Bearer secret", 200, "PONG");
    assertAnswer("password/cmd/PING", basic("default:secret"), 200, "PONG");
    assertAnswer("password/cmd/PING", basic(":secret"), 200, "PONG");
    assertAnswer("password/cmd/PING", "Bearer wrong", 401, "WRONGPASS");
    assertAnswer("password/cmd/PING", "Digest secret", 401, "NOAUTH");
  }

  // --- Pages of other sites ---

  private HttpResponse<String> flush(String... headers) {
    return visitor.send(
        visitor
            .request("/pool/open/cmd/FLUSHALL")
            .header("Authorization", "Bearer token")
            .headers(headers));
  }

  private String here() {
    return "http://127.0.0.1:" + ((InetSocketAddress) proxy.statsAddress()).getPort();
  }

  @Test
  void pagesOfOtherSitesMayNotAsk() {
    for (String site : List.of("cross-site", "same-site", "unknown")) {
      assertRefused("Sec-Fetch-Site", site);
      assertRefused("Sec-Fetch-Site", site, "Origin", here());
    }
    for (String origin : List.of("http://evil.example", "null", here() + "0", "http://127.0.0.1")) {
      assertRefused("Origin", origin);
      assertRefused("Origin", origin, "Sec-Fetch-Site", "same-origin");
    }
    assertRefused("User-Agent", "Mozilla/5.0");
    assertRefused("User-Agent", "Mozilla/5.0", "Referer", "http://evil.example/");
  }

  private void assertRefused(String... headers) {
    server.command("SET", "a", "b");
    HttpResponse<String> response = flush(headers);
    assertThat(response.statusCode()).as("%s", List.of(headers)).isEqualTo(403);
    assertThat(HttpVisitor.json(response).path("error").asString()).contains("another site");
    assertThat(response.headers().map())
        .allSatisfy((name, _) -> assertThat(name).doesNotStartWith("access-control"));
    assertThat(server.command("EXISTS", "a")).isEqualTo(":1\r\n");
  }

  @Test
  void ownPagesAndOtherProgramsMay() {
    for (var headers :
        List.of(
            List.of("Sec-Fetch-Site", "same-origin", "User-Agent", "Mozilla/5.0"),
            List.of("Sec-Fetch-Site", "none"),
            List.of("Origin", here()),
            List.of("User-Agent", "Mozilla/5.0", "Referer", here() + "/"),
            List.of("User-Agent", "curl/8"))) {
      assertThat(flush(headers.toArray(String[]::new)).statusCode())
          .as("%s", headers)
          .isEqualTo(200);
    }
  }
}
