// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.nutcracker.config.TransportChoice;
import io.nutcracker.testing.LogLines;
import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An admin port with a token. */
final class AdminTokenIT {
  private static final String TOKEN = "correct-horse";

  private final LogLines log = new LogLines(Level.TRACE);
  private final SubjectProxy proxy =
      SubjectProxy.with(1, TransportChoice.AUTO)
          .startWithToken(List.of(TestPool.redis("alpha", List.of("127.0.0.1:1:1"))), TOKEN);

  private final HttpVisitor visitor = new HttpVisitor(proxy.statsAddress());

  @AfterEach
  void stop() {
    visitor.close();
    proxy.close();
    assertThat(log.with(TOKEN)).isEmpty();
    log.close();
  }

  private HttpResponse<String> get(String path, String authorization) {
    return visitor.send(visitor.request(path).header("Authorization", authorization));
  }

  private static String basic(String password) {
    return "Basic " + Base64.getEncoder().encodeToString(("me:" + password).getBytes(UTF_8));
  }

  @Test
  void whoDoesNotSayItIsAskedForIt() {
    for (String path : List.of("/stats", "/pools", "/clients", "/nothing", "/")) {
      var response = visitor.get(path);
      assertThat(response.statusCode()).as(path).isEqualTo(401);
      assertThat(response.body()).startsWith("{\"error\":");
      assertThat(response.headers().allValues("www-authenticate"))
          .containsExactly(
              "Bearer realm=\"nutcracker\"", "Basic realm=\"nutcracker\", charset=\"UTF-8\"");
    }
    var post = visitor.request("/stats").POST(BodyPublishers.ofString("x"));
    assertThat(visitor.send(post).statusCode()).isEqualTo(401);
  }

  /** Else the browser would ask its user each time the page asks for figures. */
  @Test
  void aPageIsNotAskedForAPassword() {
    var response = visitor.send(visitor.request("/stats").header("Accept", "application/json"));
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.headers().allValues("www-authenticate"))
        .containsExactly("Bearer realm=\"nutcracker\"");
  }

  @Test
  void whoSaysAnotherIsAskedAgain() {
    assertThat(get("/stats", "Bearer correct-hors").statusCode()).isEqualTo(401);
    assertThat(get("/stats", "Bearer ").statusCode()).isEqualTo(401);
    assertThat(get("/stats", basic("correct-horse2")).statusCode()).isEqualTo(401);
  }

  @Test
  void whoSaysItIsAnswered() {
    assertThat(get("/stats", "Bearer " + TOKEN).statusCode()).isEqualTo(200);
    assertThat(get("/pools", basic(TOKEN)).statusCode()).isEqualTo(200);
    assertThat(get("/nothing", basic(TOKEN)).statusCode()).isEqualTo(404);
  }

  @Test
  void whatTellsNothingIsForEverybody() {
    assertThat(visitor.get("/livez").statusCode()).isEqualTo(200);
    assertThat(visitor.get("/readyz").statusCode()).isEqualTo(200);
    try (var reader = RawConnection.connect(proxy.statsAddress())) {
      assertThat(reader.readToEnd()).startsWith("{\"service\":\"nutcracker\"");
    }
  }
}
