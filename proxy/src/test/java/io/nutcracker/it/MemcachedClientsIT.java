// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.testing.MemcachedServer;
import io.nutcracker.testing.Resources;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.rubyeye.xmemcached.XMemcachedClient;
import net.spy.memcached.CASResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Programs and libraries that people use, unmodified, through a memcached pool of three servers.
 */
@ParameterizedClass
@MethodSource("io.nutcracker.testing.SubjectProxy#everyKind")
@ExtendWith(SampledLeaks.class)
final class MemcachedClientsIT {
  /** Past this many seconds a number is a time of day, so this is the longest time to live. */
  private static final int MONTH_S = 60 * 60 * 24 * 30;

  private static final int KEYS = 300;

  private final List<MemcachedServer> servers =
      Stream.generate(MemcachedServer::start)
          .limit(3)
          .collect(ArrayList::new, List::add, List::addAll);

  private final SubjectProxy proxy;

  MemcachedClientsIT(SubjectProxy.Starter kind) {
    var entries = IntStream.range(0, 3).mapToObj(i -> servers.get(i).poolEntry("s" + i)).toList();
    proxy = kind.start(List.of(TestPool.memcached("alpha", entries).with("hash", "murmur")), 16384);
  }

  @AfterEach
  void close() {
    ProxyStats.awaitQuiet(proxy, "alpha");
    proxy.close();
    servers.forEach(MemcachedServer::close);
  }

  private InetSocketAddress address() {
    return (InetSocketAddress) proxy.address("alpha");
  }

  private static List<String> keys(String form) {
    return IntStream.range(0, KEYS).mapToObj(form::formatted).toList();
  }

  /** Asked past the proxy. */
  private void assertEveryServerHoldsItems() {
    assertThat(servers)
        .allSatisfy(server ->
            assertThat(server.request("stats\r\n")).doesNotContain("STAT curr_items 0\r\n"));
  }

  @Test
  void xmemcachedWorks() throws Exception {
    var client = new XMemcachedClient(address());
    try {
      var keys = keys("x:%d");
      for (var key : keys) {
        assertThat(client.set(key, 0, "value of " + key)).isTrue();
      }
      assertEveryServerHoldsItems();
      for (var key : keys) {
        assertThat(client.<String>get(key)).isEqualTo("value of " + key);
      }
      var wanted = new ArrayList<>(keys);
      wanted.addAll(keys("x:missing:%d"));
      Collections.shuffle(wanted, new Random(1));
      Map<String, String> values = client.get(wanted);
      assertThat(values)
          .hasSize(KEYS)
          .allSatisfy((k, v) -> assertThat(v).isEqualTo("value of " + k));

      assertThat(client.add("x:0", 0, "no")).isFalse();
      assertThat(client.replace("x:0", 0, "b")).isTrue();
      assertThat(client.append("x:0", "c")).isTrue();
      assertThat(client.prepend("x:0", "a")).isTrue();
      var seen = client.<String>gets("x:0");
      assertThat(seen.getValue()).isEqualTo("abc");
      assertThat(client.cas("x:0", 0, "d", seen.getCas())).isTrue();
      assertThat(client.cas("x:0", 0, "e", seen.getCas())).isFalse();
      assertThat(client.gets(keys)).hasSize(KEYS);
      assertThat(client.touch("x:0", MONTH_S)).isTrue();
      assertThat(client.<String>get("x:0")).isEqualTo("d");

      assertThat(client.incr("x:count", 5, 10)).isEqualTo(10);
      assertThat(client.incr("x:count", 5)).isEqualTo(15);
      assertThat(client.decr("x:count", 6)).isEqualTo(9);
      assertThat(client.delete("x:0")).isTrue();
      assertThat(client.delete("x:0")).isFalse();
      assertThat(client.<String>get("x:0")).isNull();
      assertThat(client.getVersions()).hasSize(1);
      assertThat(client.getStats().values().iterator().next()).containsKey("curr_items");
      client.flushAll();
      assertThat(client.get(keys)).isEmpty();
    } finally {
      client.shutdown();
    }
  }

  @Test
  void xmemcachedWritesWithoutReplies() throws Exception {
    var client = new XMemcachedClient(address());
    try {
      for (int i = 0; i < KEYS; i++) {
        client.setWithNoReply("n:" + i, 0, "first");
        client.replaceWithNoReply("n:" + i, 0, "" + i);
        client.addWithNoReply("n:" + i, 0, "not stored");
        client.incrWithNoReply("n:" + i, 1);
        client.deleteWithNoReply("n:missing");
        assertThat(client.<String>get("n:" + i)).isEqualTo("" + (i + 1));
      }
      client.flushAllWithNoReply();
      assertThat(client.<String>get("n:1")).isNull();
    } finally {
      client.shutdown();
    }
  }

  @Test
  void spymemcachedWorks() throws Exception {
    System.setProperty("net.spy.log.LoggerImpl", "net.spy.memcached.compat.log.SLF4JLogger");
    var client = new net.spy.memcached.MemcachedClient(address());
    try {
      var keys = keys("s:%d");
      var stored = new ArrayList<Future<Boolean>>();
      for (var key : keys) {
        stored.add(client.set(key, 0, "value of " + key));
      }
      for (var future : stored) {
        assertThat(future.get()).isTrue();
      }
      assertEveryServerHoldsItems();
      var read = new ArrayList<Future<Object>>();
      for (var key : keys) {
        read.add(client.asyncGet(key));
      }
      for (int i = 0; i < KEYS; i++) {
        assertThat(read.get(i).get()).isEqualTo("value of s:" + i);
      }
      var wanted = new ArrayList<>(keys);
      wanted.addAll(keys("s:missing:%d"));
      assertThat(client.getBulk(wanted))
          .hasSize(KEYS)
          .allSatisfy((k, v) -> assertThat(v).isEqualTo("value of " + k));

      assertThat(client.add("s:0", 0, "no").get()).isFalse();
      assertThat(client.replace("s:0", 0, "b").get()).isTrue();
      assertThat(client.append("s:0", "c").get()).isTrue();
      assertThat(client.prepend("s:0", "a").get()).isTrue();
      var seen = client.gets("s:0");
      assertThat(seen.getValue()).isEqualTo("abc");
      assertThat(client.cas("s:0", seen.getCas(), "d")).isEqualTo(CASResponse.OK);
      assertThat(client.cas("s:0", seen.getCas(), "e")).isEqualTo(CASResponse.EXISTS);
      assertThat(client.cas("s:none", 1, "e")).isEqualTo(CASResponse.NOT_FOUND);
      assertThat(client.touch("s:0", MONTH_S).get()).isTrue();

      assertThat(client.incr("s:count", 5, 10)).isEqualTo(10);
      assertThat(client.incr("s:count", 5)).isEqualTo(15);
      assertThat(client.decr("s:count", 6)).isEqualTo(9);
      assertThat(client.delete("s:0").get()).isTrue();
      assertThat(client.get("s:0")).isNull();
      assertThat(client.getVersions()).hasSize(1);
      assertThat(client.getStats().values().iterator().next()).containsKey("curr_items");
      assertThat(client.flush().get()).isTrue();
      assertThat(client.getBulk(keys)).isEmpty();
    } finally {
      client.shutdown();
    }
  }

  @Test
  void pymemcacheWorks(@TempDir Path directory) throws IOException, InterruptedException {
    var script = Files.writeString(directory.resolve("c.py"), Resources.text("pymemcache-work.py"));
    var output = run("/usr/bin/python3", script.toString(), "" + address().getPort());
    assertThat(output).isEqualTo("done\n");
    assertEveryServerHoldsItems();
  }

  /** Its own test of the text protocol, some thirty checks. */
  @Test
  void libmemcachedFindsItCapable() throws IOException, InterruptedException {
    assertThat(run("memccapable", "-h", "127.0.0.1", "-p", "" + address().getPort(), "-a"))
        .contains("All tests passed")
        .doesNotContain("FAIL");
  }

  @Test
  void libmemcachedToolsWork(@TempDir Path directory) throws IOException, InterruptedException {
    var to = "--servers=127.0.0.1:" + address().getPort();
    run("memcping", to);
    var files = new ArrayList<String>();
    for (int i = 0; i < 30; i++) {
      files.add(Files.writeString(directory.resolve("file" + i), "content " + i + "\n") + "");
    }
    run("memccp", Stream.concat(Stream.of(to), files.stream()).toArray(String[]::new));
    assertEveryServerHoldsItems();
    for (int i = 0; i < 30; i++) {
      run("memcexist", to, "file" + i);
      run("memctouch", to, "--expire=1000", "file" + i);
      assertThat(run("memccat", to, "file" + i)).startsWith("content " + i + "\n");
    }
    assertThat(run("memccat", to, "file1", "file2", "file3"))
        .contains("content 1\n", "content 3\n");
    run("memcrm", to, "file1", "file2");
    assertThat(start("memcexist", to, "file1").waitFor()).isNotZero();
    run("memcexist", to, "file3");
    assertThat(run("memcstat", to)).contains("curr_items");
    run("memcflush", to);
    assertThat(start("memcexist", to, "file3").waitFor()).isNotZero();
  }

  @Test
  void libmemcachedLoadRunsThroughIt() throws IOException, InterruptedException {
    var to = "--servers=127.0.0.1:" + address().getPort();
    for (var test : List.of("set", "get", "mget")) {
      assertThat(run("memcslap", to, "--test=" + test, "--concurrency=4", "--execute-number=500"))
          .contains("Time total");
    }
  }

  private static String run(String program, String... arguments)
      throws IOException, InterruptedException {
    var process = start(program, arguments);
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(program + ": " + output).isZero();
    return output;
  }

  private static Process start(String program, String... arguments) throws IOException {
    var command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    return process;
  }

  @Test
  void metaClientReadsWhatItWrote() throws IOException {
    var seed = new Random().nextLong();
    var random = new Random(seed);
    try (var client = MetaClient.connect(address())) {
      var values = new HashMap<String, String>();
      for (int i = 0; i < KEYS; i++) {
        var key = randomKey(random);
        values.put(key, randomBytes(random, random.nextInt(2000)));
        assertThat(client.set(key, values.get(key), "F" + i + " O" + i).flag('O'))
            .as("seed %d", seed)
            .isEqualTo("" + i);
        var reply = client.get(key, "v f s k");
        assertThat(reply.value()).as("seed %d", seed).isEqualTo(values.get(key));
        assertThat(reply.flag('f')).isEqualTo("" + i);
      }
      assertEveryServerHoldsItems();
      for (var entry : values.entrySet()) {
        assertThat(client.get(entry.getKey(), "v").value()).isEqualTo(entry.getValue());
      }
    }
  }

  /** Half of them no words. */
  private static String randomKey(Random random) {
    return random.nextBoolean()
        ? "m:" + random.nextInt(1_000_000)
        : randomBytes(random, random.nextInt(1, 180));
  }

  private static String randomBytes(Random random, int length) {
    var bytes = new byte[length];
    random.nextBytes(bytes);
    return new String(bytes, ISO_8859_1);
  }

  @Test
  void metaClientsQuietPipelinesKeepTheirOrder() throws IOException {
    try (var client = MetaClient.connect(address())) {
      var writes = new ArrayList<String>();
      var reads = new ArrayList<String>();
      var deletes = new ArrayList<String>();
      for (int i = 0; i < KEYS; i++) {
        writes.add(MetaClient.request("ms", "q:" + i, "q O" + i, "value " + i));
        reads.add(MetaClient.request("mg", "q:" + i, "v q k O" + i, null));
        reads.add(MetaClient.request("mg", "q:missing:" + i, "v q k O" + i, null));
        deletes.add(MetaClient.request("md", "q:" + i, "q", null));
      }
      assertThat(client.pipeline(writes)).isEmpty();
      assertEveryServerHoldsItems();
      var replies = client.pipeline(reads);
      assertThat(replies).hasSize(KEYS);
      for (int i = 0; i < KEYS; i++) {
        assertThat(replies.get(i))
            .isEqualTo(new MetaClient.Reply("VA", List.of("kq:" + i, "O" + i), "value " + i));
      }
      assertThat(client.pipeline(deletes)).isEmpty();
      assertThat(client.pipeline(reads)).isEmpty();
    }
  }

  @Test
  void metaClientMixesLoudAndQuiet() throws IOException {
    try (var client = MetaClient.connect(address())) {
      var requests = new ArrayList<String>();
      for (int i = 0; i < 100; i++) {
        requests.add(MetaClient.request("ms", "x:" + i, "q", "v"));
        requests.add(MetaClient.request("ms", "x:" + i, "q ME O" + i, "w")); // NS is said
        requests.add(MetaClient.request("mg", "x:none:" + i, "q v", null));
        requests.add(MetaClient.request("mg", "x:" + i, "v k", null));
        requests.add(MetaClient.request("mg", "x:none:" + i, "k", null)); // EN is said
      }
      var replies = client.pipeline(requests);
      assertThat(replies).hasSize(300);
      for (int i = 0; i < 100; i++) {
        assertThat(replies.subList(3 * i, 3 * i + 3))
            .containsExactly(
                new MetaClient.Reply("NS", List.of("O" + i), null),
                new MetaClient.Reply("VA", List.of("kx:" + i), "v"),
                new MetaClient.Reply("EN", List.of("kx:none:" + i), null));
      }
    }
  }

  @Test
  void metaClientCountsComparesAndInvalidates() throws IOException {
    try (var client = MetaClient.connect(address())) {
      for (int i = 0; i < 50; i++) {
        assertThat(client.arithmetic("c:" + i, "").code()).isEqualTo("NF");
        assertThat(client.arithmetic("c:" + i, "N0 J" + i + " v").value()).isEqualTo("" + i);
        assertThat(client.arithmetic("c:" + i, "D7 v").value()).isEqualTo("" + (i + 7));
        assertThat(client.arithmetic("c:" + i, "MD D7 v").value()).startsWith("" + i);

        var cas = client.set("k:" + i, "a", "c").flag('c');
        assertThat(client.set("k:" + i, "b", "C" + cas).code()).isEqualTo("HD");
        assertThat(client.set("k:" + i, "c", "C" + cas).code()).isEqualTo("EX");
        assertThat(client.delete("k:" + i, "C" + cas).code()).isEqualTo("EX");

        assertThat(client.delete("k:" + i, "I T30").code()).isEqualTo("HD");
        var winner = client.get("k:" + i, "v c");
        assertThat(winner.has('W') && winner.has('X')).as("%s", winner).isTrue();
        var loser = client.get("k:" + i, "v c");
        assertThat(loser.has('Z') && loser.has('X')).as("%s", loser).isTrue();
        assertThat(client.set("k:" + i, "new", "C" + winner.flag('c')).code()).isEqualTo("HD");
        assertThat(client.get("k:" + i, "v"))
            .isEqualTo(new MetaClient.Reply("VA", List.of(), "new"));
        assertThat(client.delete("k:" + i, "").code()).isEqualTo("HD");
        assertThat(client.get("k:" + i, "v N30").has('W')).isTrue();
        assertThat(client.get("k:" + i, "v N30").has('Z')).isTrue();
      }
    }
  }
}
