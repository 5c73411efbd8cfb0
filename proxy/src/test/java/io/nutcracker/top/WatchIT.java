// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.nutcracker.testing.FreePorts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Who watches a proxy goes on when it goes away. */
final class WatchIT {
  private static final String OVERVIEW =
      """
      {"process": {"version": "1", "started_ms": 1, "now_ms": 2}, "pools": [{"name": "a b",
      "latency_tracking": false, "servers": 1, "ejected": [], "stats": {"requests": 5}}]}
      """;

  private final InetSocketAddress address = FreePorts.next();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile int status = 200;

  private HttpServer serve() throws IOException {
    HttpServer server = HttpServer.create(address, 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().toString());
          byte[] body =
              (exchange.getRequestURI().getPath().equals("/overview") ? OVERVIEW : "{}")
                  .getBytes(UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  private Watch watch(long intervalNanos) {
    var port = new StatsPort(new StatsAddress("127.0.0.1", address.getPort()), null);
    return new Watch(port, intervalNanos, Question.of(Place.start()));
  }

  private static void await(Watch watch, Predicate<Model> condition) {
    Awaitility.await().until(watch::model, condition);
  }

  private static Predicate<Model> trouble(String reason) {
    return model -> model.trouble().filter(each -> each.reason().contains(reason)).isPresent();
  }

  private static boolean isWell(Model model) {
    return model.now().isPresent() && model.trouble().isEmpty();
  }

  @Test
  void theFiguresComeBackByThemselves() throws IOException {
    try (var watch = watch(50_000_000)) {
      await(watch, trouble("Connection refused"));
      HttpServer first = serve();
      await(watch, WatchIT::isWell);
      first.stop(0);
      await(watch, trouble("Connection refused"));
      assertThat(watch.model().now()).isPresent();
      HttpServer second = serve();
      await(watch, WatchIT::isWell);
      status = 401;
      await(watch, trouble("wants its admin token"));
      status = 200;
      await(watch, WatchIT::isWell);
      second.stop(0);
    }
  }

  @Test
  void onlyWhatIsShownIsAskedFor() throws IOException {
    HttpServer server = serve();
    try (var watch = watch(60_000_000_000L)) {
      await(watch, WatchIT::isWell);
      assertThat(asked).containsExactly("/overview");
      // At once, although the next turn is a minute away.
      watch.ask(Question.of(Place.start().to(View.SERVERS)));
      Awaitility.await().until(() -> asked.contains("/pools?pool=a+b"));
      watch.ask(Question.of(Place.start().to(View.SLOW_LOG)));
      Awaitility.await().until(() -> asked.contains("/slowlog"));
      assertThat(asked).doesNotContain("/latency", "/hotkeys", "/bigkeys");
    } finally {
      server.stop(0);
    }
  }
}
