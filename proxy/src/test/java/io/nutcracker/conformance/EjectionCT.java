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
    /** Its port refuses connections; there has never been one. */
    NEVER_UP {
      @Override
      void fail(RedisServer server) {}
    },
    /** It does not answer, on connections old and new. */
    STOPPED {
      @Override
      void fail(RedisServer server) {
        server.pause();
      }
    },
    /** As NEVER_UP, but there was a connection. */
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
  void keysAreRoutedAlikeBeforeDuringAndAfter(Fault fault, String distribution) {
    var servers = Stream.generate(RedisServer::start).limit(NAMES.size()).toList();
    var starters = new ArrayList<ProxyStarter>(List.of(ReferenceProxy::start));
    starters.addAll(SubjectProxy.everyKind());
    var stories = new ArrayList<Story>();
    try {
      starters.forEach(starter -> stories.add(play(starter, fault, distribution, servers)));
    } finally {
      servers.forEach(RedisServer::close);
    }
    var reference = stories.getFirst();
    assertThat(reference.before).as("s2 has keys").contains(FAILING);
    assertThat(reference.during).doesNotContain(FAILING);
    for (var story : stories) {
      assertThat(story.before).as("before").isEqualTo(reference.before);
      assertThat(story.during).as("during").isEqualTo(reference.during);
      assertThat(story.after).as("after").isEqualTo(reference.after);
      // The C program counts the end of an idle connection, too, so it needs one error less.
      if (fault != Fault.KILLED) {
        assertThat(story.errors).as("errors").isEqualTo(reference.errors);
      }
    }
  }

  /** Each list holds, per key, the server that answered. */
  private record Story(
      List<String> before, List<String> errors, List<String> during, List<String> after) {}

  private static Story play(
      ProxyStarter starter, Fault fault, String distribution, List<RedisServer> servers) {
    var failing = servers.get(NAMES.indexOf(FAILING));
    fill(servers);
    var pool = pool(distribution, servers);
    try (var healthy = starter.start(List.of(pool), MBUF_SIZE_BYTES)) {
      var before = answers(healthy);
      if (fault == Fault.NEVER_UP) {
        failing.kill();
        try (var proxy = starter.start(List.of(pool), MBUF_SIZE_BYTES)) {
          return rest(proxy, before, fault, failing, servers);
        }
      }
      fault.fail(failing);
      return rest(healthy, before, fault, failing, servers);
    }
  }

  private static Story rest(
      RunningProxy proxy,
      List<String> before,
      Fault fault,
      RedisServer failing,
      List<RedisServer> servers) {
    var lost = KEYS.get(before.indexOf(FAILING));
    try {
      var errors = errorsUntilEjected(proxy, lost);
      var during = answers(proxy);
      if (fault == Fault.STOPPED) {
        failing.resume();
      } else {
        failing.restart();
        fill(servers);
      }
      Awaitility.await("the server is back")
          .atMost(Duration.ofSeconds(10))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> ask(proxy, lost).equals(FAILING));
      return new Story(before, errors, during, answers(proxy));
    } finally {
      failing.resume();
    }
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
