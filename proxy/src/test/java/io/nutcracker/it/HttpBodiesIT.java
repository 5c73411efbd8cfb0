// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.config.TransportChoice;
import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments in the bodies of HTTP requests. */
final class HttpBodiesIT {
  private static final int MEGABYTE = 1024 * 1024;

  private final RedisServer server = RedisServer.start();
  private final SubjectProxy proxy =
      SubjectProxy.with(1, TransportChoice.AUTO)
          .start(List.of(pool("alpha"), pool("small").with("max_request_size", "64kb")), 16384);
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

  private HttpResponse<String> put(String path, String type, byte[] body) {
    return visitor.send(
        visitor
            .request("/pool/" + path)
            .header("Content-Type", type)
            .PUT(BodyPublishers.ofByteArray(body)));
  }

  private HttpResponse<String> postJson(String path, String body) {
    return visitor.send(
        visitor
            .request("/pool/alpha/cmd/" + path)
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(BodyPublishers.ofString(body)));
  }

  @Test
  void aBodyIsTheLastArgument() {
    var every = new byte[256];
    for (int i = 0; i < every.length; i++) {
      every[i] = (byte) i;
    }
    assertThat(put("alpha/cmd/SET/key", "application/octet-stream", every).statusCode())
        .isEqualTo(200);
    String stored = new String(every, StandardCharsets.ISO_8859_1);
    assertThat(server.command("GET", "key")).isEqualTo("$256\r\n" + stored + "\r\n");
    assertThat(put("alpha/cmd/ECHO/x", "text/plain", new byte[0]).body()).contains("\"x\"");
    assertThat(put("alpha/cmd/CLIENT", "text/plain", "reply".getBytes(StandardCharsets.UTF_8)))
        .returns(400, HttpResponse::statusCode);
  }

  @Test
  void theElementsOfJsonAreArguments() {
    assertThat(
            postJson("MSET/a", "[\"1\", \"b\", 2.50, \"\\u00fc\", {\"base64\":\"/wA=\"}]").body())
        .contains("OK");
    assertThat(server.command("GET", "a")).isEqualTo("$1\r\n1\r\n");
    assertThat(server.command("GET", "b")).isEqualTo("$4\r\n2.50\r\n");
    assertThat(server.command("GET", "\u00c3\u00bc")).isEqualTo("$2\r\n\u00ff\0\r\n");
    assertThat(postJson("PING", "[]").body()).contains("PONG");
    assertThat(postJson("PING", "").body()).contains("PONG");
    assertThat(postJson("CLIENT", "[\"reply\",\"off\"]").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "{}",
        "\"a\"",
        "[",
        "[null]",
        "[true]",
        "[[]]",
        "[{}]",
        "[{\"base64\":1}]",
        "[{\"base64\":\"*\"}]",
        "[{\"base64\":\"\",\"a\":1}]",
        "[\"\\ud800\"]",
        "[1] 2"
      })
  void otherJsonIsRefused(String body) {
    HttpResponse<String> response = postJson("ECHO", body);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(HttpVisitor.json(response).path("error").asString())
        .startsWith("the body is no JSON array of strings");
  }

  @Test
  void aBodyHasABound() {
    var large = new byte[16 * MEGABYTE];
    assertThat(put("alpha/cmd/SET/key", "x/y", large).statusCode()).isEqualTo(200);
    assertThat(server.command("STRLEN", "key")).isEqualTo(":" + large.length + "\r\n");
    assertTooLarge("alpha", 16 * MEGABYTE);
    assertTooLarge("small", 64 * 1024);
  }

  /** Also who does not say how much there is. */
  private void assertTooLarge(String pool, int most) {
    String start = "PUT /pool/" + pool + "/cmd/SET/key HTTP/1.1\r\nHost: here\r\n";
    String chunk = "%x\r\n".formatted(most + 1) + "x".repeat(most + 1);
    assertThat(said(start + "Content-Length: " + (most + 1) + "\r\n\r\n", ""))
        .startsWith("HTTP/1.1 413 ")
        .contains("{\"error\":");
    assertThat(said(start + "Transfer-Encoding: chunked\r\n\r\n", chunk))
        .startsWith("HTTP/1.1 413 ")
        .contains("{\"error\":");
  }

  /** All that is answered to this. */
  private String said(String head, String body) {
    try (var http = RawConnection.connect(proxy.statsAddress())) {
      http.send(head);
      http.send(body);
      return http.readToEnd();
    }
  }
}
