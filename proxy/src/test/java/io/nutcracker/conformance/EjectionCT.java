// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.testing.ProxyStarter;
import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.ReferenceProxy;
import io.nutcracker.testing.Resp;
import io.nutcracker.testing.RunningProxy;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The C program and ours before the same three servers while one of them fails and returns: every
 * key is routed alike before, while it is ejected, and after.
 */
final class EjectionCT {
  private static final int MBUF_SIZE_BYTES = 16384;
  private static final List<String> NAMES = List.of("s1", "s2", "s3");
  private static final String FAILING = "s2";
  private static final List<String> KEYS =
      IntStream.range(0, 100).mapToObj("key:%d"::formatted).toList();

  /** How the server fails. */
  enum Fault {
    /** Its port refuses connections; the proxy has never had one. */
    NEVER_UP {
      @Override
      void fail(RedisServer server) {
        server.kill();
      }
    },
    /** It does not answer, on connections old and new. */
    STOPPED {
      @Override
      void fail(RedisServer server) {
        server.pause();
      }
    },
    /** Its port refuses connections; there was one. */
    KILLED {
      @Override
      void fail(RedisServer server) {
        server.kill();
      }
    };

    abstract void fail(RedisServer server);
  }

  @ParameterizedTest
  @CsvSource({
    "NEVER_UP, ketama",
    "NEVER_UP, modula",
    "STOPPED, ketama",
    "STOPPED, modula",
    "KILLED, ketama",
    "KILLED, modula"
  })
  void keysAreRoutedAlikeBeforeDuringAndAfter(Fault fault, String distribution) throws Exception {
    var servers = Stream.generate(RedisServer::start).limit(NAMES.size()).toList();
    try (var proxies = new Proxies(pool(distribution, servers))) {
      play(fault, servers, proxies);
    } finally {
      servers.forEach(RedisServer::close);
    }
  }

  private static void play(Fault fault, List<RedisServer> servers, Proxies proxies)
      throws Exception {
    var failing = servers.get(NAMES.indexOf(FAILING));
    fill(servers);
    var before = proxies.alike("before", EjectionCT::answers);
    assertThat(before).contains(FAILING);
    var lost = KEYS.get(before.indexOf(FAILING));
    fault.fail(failing);
    if (fault == Fault.NEVER_UP) {
      proxies.restart();
    }
    if (fault == Fault.KILLED) {
      // The C program counts the end of an idle connection, too, so it needs one error less.
      proxies.each(proxy -> errorsUntilEjected(proxy, lost));
    } else {
      proxies.alike("errors", proxy -> errorsUntilEjected(proxy, lost));
    }
    assertThat(proxies.alike("during", EjectionCT::answers)).doesNotContain(FAILING);
    if (fault == Fault.STOPPED) {
      failing.resume();
    } else {
      failing.restart();
      fill(servers);
    }
    proxies.each(proxy -> awaitReturn(proxy, lost));
    assertThat(proxies.alike("after", EjectionCT::answers)).isEqualTo(before);
  }

  /** The C program and ours in every arrangement, all before the same servers. */
  private static final class Proxies implements AutoCloseable {
    private final TestPool pool;
    private final List<ProxyStarter> starters =
        new ArrayList<>(List.of((ProxyStarter) ReferenceProxy::start));
    private final List<RunningProxy> running = new ArrayList<>();

    Proxies(TestPool pool) {
      this.pool = pool;
      starters.addAll(SubjectProxy.everyKind());
      restart();
    }

    void restart() {
      close();
      starters.forEach(starter -> running.add(starter.start(List.of(pool), MBUF_SIZE_BYTES)));
    }

    /** What each of them does, all at the same time. */
    <T> List<T> each(Function<RunningProxy, T> action) throws Exception {
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var actions =
            running.stream().map(proxy -> (Callable<T>) () -> action.apply(proxy)).toList();
        var results = new ArrayList<T>();
        for (var result : threads.invokeAll(actions)) {
          results.add(result.get());
        }
        return results;
      }
    }

    /** What all of them do alike. */
    List<String> alike(String when, Function<RunningProxy, List<String>> action) throws Exception {
      var results = each(action);
      for (int i = 1; i < results.size(); i++) {
        assertThat(results.get(i))
            .as("%s, %s", when, starters.get(i))
            .isEqualTo(results.getFirst());
      }
      return results.getFirst();
    }

    @Override
    public void close() {
      running.forEach(RunningProxy::close);
      running.clear();
    }
  }

  private static boolean awaitReturn(RunningProxy proxy, String key) {
    Awaitility.await("the server is back")
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> ask(proxy, key).equals(FAILING));
    return true;
  }

  private static List<String> errorsUntilEjected(RunningProxy proxy, String key) {
    var errors = new ArrayList<String>();
    for (var answer = ask(proxy, key); answer.startsWith("-"); answer = ask(proxy, key)) {
      errors.add(answer);
    }
    return errors;
  }

  private static TestPool pool(String distribution, List<RedisServer> servers) {
    var entries =
        IntStream.range(0, NAMES.size())
            .mapToObj(i -> servers.get(i).poolEntry(NAMES.get(i)))
            .toList();
    return TestPool.redis("alpha", entries)
        .with("distribution", distribution)
        .with("hash", "murmur")
        .with("timeout", "500")
        .with("auto_eject_hosts", "true")
        .with("server_failure_limit", "2")
        .with("server_retry_timeout", "1500");
  }

  /** Every server holds every key; its value is the server's name. */
  private static void fill(List<RedisServer> servers) {
    for (int i = 0; i < NAMES.size(); i++) {
      var words = new ArrayList<>(List.of("MSET"));
      for (var key : KEYS) {
        words.addAll(List.of(key, NAMES.get(i)));
      }
      servers.get(i).command(words.toArray(String[]::new));
    }
  }

  private static List<String> answers(RunningProxy proxy) {
    try (var client = RawConnection.connect(proxy.address("alpha"))) {
      KEYS.forEach(key -> client.send(Resp.command("GET", key)));
      return KEYS.stream().map(_ -> answer(client)).toList();
    }
  }

  private static String ask(RunningProxy proxy, String key) {
    try (var client = RawConnection.connect(proxy.address("alpha"))) {
      client.send(Resp.command("GET", key));
      return answer(client);
    }
  }

  private static String answer(RawConnection client) {
    var value = client.readValue();
    return value.startsWith("$") ? Resp.bulk(value) : value;
  }
}
