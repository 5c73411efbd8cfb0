// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static io.nutcracker.testing.Resp.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages of channels as events. */
@ParameterizedClass
@MethodSource("io.nutcracker.testing.SubjectProxy#everyKind")
final class HttpEventsIT {
  private final RedisServer server = RedisServer.start();
  private final SubjectProxy proxy;
  private final HttpVisitor visitor;

  HttpEventsIT(SubjectProxy.Starter kind) {
    var alpha = TestPool.redis("alpha", List.of(server.poolEntry("s1"))).with("http", "true");
    proxy = kind.start(List.of(alpha), 16384);
    visitor = new HttpVisitor(proxy.statsAddress());
  }

  @AfterEach
  void stop() {
    visitor.close();
    proxy.close();
    server.close();
  }

  /** Asks for messages, and returns when the pool has confirmed it. */
  private RawConnection listen(String words) {
    var http = RawConnection.connect(proxy.statsAddress());
    http.send("GET /pool/alpha/cmd/" + words + " HTTP/1.1\r\nHost: here\r\n\r\n");
    assertThat(readTo(http, "\r\n\r\n"))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("content-type: text/event-stream\r\n", "cache-control: no-store\r\n");
    assertThat(readPiece(http)).isEqualTo(":\n\n");
    return http;
  }

  private static String readTo(RawConnection http, String end) {
    var text = new StringBuilder();
    while (text.indexOf(end) < 0) {
      text.append(http.read(1));
    }
    return text.toString();
  }

  /** A chunk of HTTP; the last one is empty. */
  private static String readPiece(RawConnection http) {
    int length = Integer.parseInt(readTo(http, "\r\n").strip(), 16);
    String piece = http.read(length);
    http.read(2);
    return piece;
  }

  private int listeners() {
    try (var client = RawConnection.connect(proxy.address("alpha"))) {
      client.send(command("CLIENT", "LIST"));
      return client.readValue().split("lib-name=nutcracker-http", -1).length - 1;
    }
  }

  @Test
  void eachMessageIsAnEvent() {
    try (var channels = listen("SUBSCRIBE/news/sport");
        var patterns = listen("psubscribe/n*");
        var shards = listen("SSUBSCRIBE/shard")) {
      server.command("PUBLISH", "news", "line\nend\"");
      server.command("PUBLISH", "sport", "\u00ff");
      server.command("SPUBLISH", "shard", "s");
      String line = "\"line\\nend\\\"\"";
      assertIsEvent(channels, "message", "{\"channel\":\"news\",\"message\":" + line + "}");
      assertIsEvent(
          channels, "message", "{\"channel\":\"sport\",\"message\":{\"base64\":\"/w==\"}}");
      assertIsEvent(
          patterns,
          "pmessage",
          "{\"pattern\":\"n*\",\"channel\":\"news\",\"message\":" + line + "}");
      assertIsEvent(shards, "smessage", "{\"channel\":\"shard\",\"message\":\"s\"}");
    }
  }

  private static void assertIsEvent(RawConnection http, String kind, String data) {
    assertThat(readPiece(http)).isEqualTo("event: %s\ndata: %s\n\n".formatted(kind, data));
  }

  @Test
  void whatIsNoSubscriptionIsRefused() {
    assertThat(visitor.get("/pool/alpha/cmd/SUBSCRIBE/a.raw").statusCode()).isEqualTo(400);
    assertThat(visitor.get("/pool/alpha/cmd/SUBSCRIBE").statusCode()).isEqualTo(400);
    HttpResponse<String> response =
        visitor.send(visitor.request("/pool/alpha/cmd/SUBSCRIBE/a").POST(BodyPublishers.noBody()));
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("allow")).contains("GET");
  }

  @Test
  void theSubscriptionEndsWithTheVisitor() {
    try (var closed = listen("SUBSCRIBE/a");
        var reset = listen("SUBSCRIBE/b")) {
      assertThat(listeners()).isEqualTo(2);
      reset.reset();
      await().until(() -> listeners() == 1);
      assertThat(closed.hasUnread()).isFalse();
    }
    await().until(() -> listeners() == 0);
    await().until(() -> server.command("PUBSUB", "CHANNELS").equals("*0\r\n"));
  }

  @Test
  void whoDoesNotReadIsCutOff() {
    String message = "x".repeat(100_000);
    try (var slow = listen("SUBSCRIBE/a");
        var quick = listen("SUBSCRIBE/a")) {
      await()
          .pollInterval(Duration.ofMillis(1))
          .until(() -> {
            server.command("PUBLISH", "a", message);
            assertThat(readPiece(quick)).contains(message);
            return listeners() == 1;
          });
      assertThat(slow.hasUnread()).isTrue();
    }
  }

  @Test
  void aSilentChannelHasAHeartbeat() {
    try (var http = listen("SUBSCRIBE/a")) {
      await().atMost(Duration.ofSeconds(20)).until(http::hasUnread);
      assertThat(readPiece(http)).isEqualTo(":\n\n");
    }
  }

  @Test
  void aDrainEndsTheStream() throws Exception {
    try (var http = listen("SUBSCRIBE/a")) {
      var drained = proxy.drain(Duration.ofSeconds(5), new CompletableFuture<>());
      assertThat(readPiece(http)).isEmpty();
      assertThat(drained.get()).isZero();
      http.send("GET /readyz HTTP/1.1\r\nHost: here\r\n\r\n");
      assertThat(readTo(http, "\r\n")).startsWith("HTTP/1.1 503 ");
    }
  }
}
