// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.protocol.ProtocolVersion;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;

/** Programs and libraries that people use, unmodified, through a pool of two servers. */
@ParameterizedClass
@MethodSource("io.nutcracker.testing.SubjectProxy#everyKind")
@ExtendWith(SampledLeaks.class)
final class ClientsIT {
  private static final String SCRIPT = "return redis.call('GET', KEYS[1]) .. ARGV[1]";
  private static final byte[] BINARY = {0, '\r', '\n', (byte) 0xff, '$', '-', 127, (byte) 0x80};

  private final RedisServer s1 = RedisServer.start();
  private final RedisServer s2 = RedisServer.start();
  private final SubjectProxy proxy;

  ClientsIT(SubjectProxy.Starter kind) {
    var servers = List.of(s1.poolEntry("s1"), s2.poolEntry("s2"));
    proxy = kind.start(List.of(TestPool.redis("alpha", servers)), 16384);
  }

  @AfterEach
  void close() {
    ProxyStats.awaitQuiet(proxy, "alpha");
    proxy.close();
    s1.close();
    s2.close();
  }

  private int port() {
    return ((InetSocketAddress) proxy.address("alpha")).getPort();
  }

  /** Speaks RESP2 without asking: told to insist on it, Jedis 8 demands HELLO. */
  private Jedis jedis() {
    var resp2 = DefaultJedisClientConfig.builder().serverDefaultProtocol().build();
    return new Jedis(new HostAndPort("127.0.0.1", port()), resp2);
  }

  @Test
  void redisCliTalksToIt() throws IOException, InterruptedException {
    assertThat(run("redis-cli", "-p", "" + port(), "set", "cli", "hello world")).isEqualTo("OK\n");
    assertThat(run("redis-cli", "-p", "" + port(), "get", "cli")).isEqualTo("hello world\n");
    assertThat(run("redis-cli", "-p", "" + port(), "-r", "3", "incr", "cli-count"))
        .isEqualTo("1\n2\n3\n");
    assertThat(run("redis-cli", "-p", "" + port(), "lastsave")).startsWith("ERR unknown command");
  }

  @Test
  void redisBenchmarkRunsThroughIt() throws IOException, InterruptedException {
    var tests = List.of("set", "get", "incr", "lpush", "rpop", "sadd", "hset", "zadd", "mset");
    var load = List.of("-n", "5000", "-r", "1000", "-c", "20", "-P", "8", "-d", "100", "--csv");
    var arguments = new ArrayList<>(List.of("-p", "" + port(), "-t", String.join(",", tests)));
    arguments.addAll(load);
    var output = run("redis-benchmark", arguments.toArray(String[]::new));
    assertThat(output.toLowerCase(Locale.ROOT)).contains(tests);
    assertThat(output).doesNotContain("Error from server");
  }

  private static String run(String program, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  @Test
  void jedisWorksWithEveryType() {
    try (var jedis = jedis()) {
      assertThat(jedis.set("j:string", "value")).isEqualTo("OK");
      assertThat(jedis.append("j:string", "+")).isEqualTo(6);
      assertThat(jedis.hset("j:hash", Map.of("a", "1", "b", "2"))).isEqualTo(2);
      assertThat(jedis.hgetAll("j:hash")).isEqualTo(Map.of("a", "1", "b", "2"));
      assertThat(jedis.rpush("j:list", "x", "y", "z")).isEqualTo(3);
      assertThat(jedis.lrange("j:list", 0, -1)).containsExactly("x", "y", "z");
      assertThat(jedis.sadd("j:set", "m", "n", "m")).isEqualTo(2);
      assertThat(jedis.smembers("j:set")).containsExactlyInAnyOrder("m", "n");
      assertThat(jedis.zadd("j:zset", Map.of("one", 1.0, "two", 2.0))).isEqualTo(2);
      assertThat(jedis.zrange("j:zset", 0, -1)).containsExactly("one", "two");
      assertThat(jedis.eval(SCRIPT, 1, "j:string", "!")).isEqualTo("value+!");
      assertThat(jedis.del("j:string", "j:hash", "j:list", "j:set", "j:zset", "j:none"))
          .isEqualTo(5);
      assertThat(jedis.ping()).isEqualTo("PONG");
    }
  }

  @Test
  void jedisFallsBackToResp2() {
    try (var jedis = new Jedis("127.0.0.1", port())) {
      assertThat(jedis.set("jf:key", "value")).isEqualTo("OK");
      assertThat(jedis.mget("jf:key", "jf:none")).containsExactly("value", null);
    }
  }

  @Test
  void jedisGetsManyKeysAndBinaryValues() {
    try (var jedis = jedis()) {
      var pairs = new ArrayList<String>();
      var keys = new ArrayList<String>();
      var values = new ArrayList<String>();
      for (int i = 0; i < 300; i++) {
        keys.add("m:" + i);
        values.add("value of " + i);
        pairs.addAll(List.of("m:" + i, "value of " + i));
      }
      assertThat(jedis.mset(pairs.toArray(String[]::new))).isEqualTo("OK");
      assertThat(jedis.mget(keys.toArray(String[]::new))).isEqualTo(values);
      assertThat(jedis.exists(keys.toArray(String[]::new))).isEqualTo(300);
      assertThat(jedis.unlink(keys.toArray(String[]::new))).isEqualTo(300);
      jedis.set(BINARY, BINARY);
      assertThat(jedis.get(BINARY)).isEqualTo(BINARY);
      assertThat(jedis.mget(BINARY, "m:0".getBytes(UTF_8))).containsExactly(BINARY, null);
    }
  }

  @Test
  void lettuceWorksWithEveryType() {
    var client = RedisClient.create(RedisURI.create("127.0.0.1", port()));
    client.setOptions(ClientOptions.builder().protocolVersion(ProtocolVersion.RESP2).build());
    try (var connection = client.connect()) {
      var redis = connection.sync();
      assertThat(redis.set("l:string", "value")).isEqualTo("OK");
      assertThat(redis.hset("l:hash", Map.of("a", "1"))).isEqualTo(1);
      assertThat(redis.hgetall("l:hash")).isEqualTo(Map.of("a", "1"));
      assertThat(redis.rpush("l:list", "x", "y")).isEqualTo(2);
      assertThat(redis.lpop("l:list", 2)).containsExactly("x", "y");
      assertThat(redis.sadd("l:set", "m")).isEqualTo(1);
      assertThat(redis.zadd("l:zset", 1.5, "one")).isEqualTo(1);
      assertThat(redis.zscore("l:zset", "one")).isEqualTo(1.5);
      assertThat(redis.mset(Map.of("l:1", "a", "l:2", "b"))).isEqualTo("OK");
      assertThat(redis.mget("l:1", "l:none", "l:2"))
          .extracting(value -> value.getValueOrElse("-"))
          .containsExactly("a", "-", "b");
      assertThat(redis.<String>eval(SCRIPT, ScriptOutputType.VALUE, new String[] {"l:1"}, "!"))
          .isEqualTo("a!");
      assertThat(redis.del("l:1", "l:2", "l:none")).isEqualTo(2);
    } finally {
      client.shutdown();
    }
  }

  @Test
  void lettucePipelinesFromManyThreadsOnOneConnection()
      throws ExecutionException, InterruptedException {
    var client = RedisClient.create(RedisURI.create("127.0.0.1", port()));
    client.setOptions(ClientOptions.builder().protocolVersion(ProtocolVersion.RESP2).build());
    try (var connection = client.connect()) {
      var redis = connection.async();
      var replies = new ArrayList<RedisFuture<String>>();
      for (int i = 0; i < 20_000; i++) {
        var _ = redis.set("la:" + i, "value of " + i);
        replies.add(redis.get("la:" + i));
      }
      for (int i = 0; i < 20_000; i++) {
        assertThat(replies.get(i).get()).isEqualTo("value of " + i);
      }
    } finally {
      client.shutdown();
    }
  }

  /** Half a million SETs of random keys, then as many GETs: a million requests. */
  @Test
  void aMillionPipelinedRequestsAreAnsweredRight() {
    var seed = new Random().nextLong();
    var random = new Random(seed);
    var values = new int[100_000];
    try (var jedis = jedis()) {
      for (int batch = 0; batch < 500; batch++) {
        var pipeline = jedis.pipelined();
        for (int i = 0; i < 1000; i++) {
          var key = random.nextInt(values.length);
          values[key] = random.nextInt(1, Integer.MAX_VALUE);
          pipeline.set("r:" + key, key + "=" + values[key]);
        }
        pipeline.sync();
      }
      for (int batch = 0; batch < 500; batch++) {
        assertRightValues(jedis.pipelined(), random, values, seed);
      }
    }
  }

  private static void assertRightValues(Pipeline pipeline, Random random, int[] values, long seed) {
    var keys = new int[1000];
    var replies = new ArrayList<Response<String>>();
    for (int i = 0; i < keys.length; i++) {
      keys[i] = random.nextInt(values.length);
      replies.add(pipeline.get("r:" + keys[i]));
    }
    pipeline.sync();
    for (int i = 0; i < keys.length; i++) {
      var expected = values[keys[i]] == 0 ? null : keys[i] + "=" + values[keys[i]];
      if (!Objects.equals(replies.get(i).get(), expected)) {
        assertThat(replies.get(i).get()).as("r:%d, seed %d", keys[i], seed).isEqualTo(expected);
      }
    }
  }

  /** It has all its requests on the way before it looks at the first reply. */
  @Test
  void aClientMayWriteAVeryLongPipelineBeforeItReads() throws IOException {
    try (var client = PipeliningClient.connect(proxy.address("alpha"))) {
      for (int i = 0; i < 200_000; i++) {
        client.write("SET", "n:" + i, "" + i);
      }
      for (int i = 0; i < 200_000; i++) {
        client.write("GET", "n:" + i);
      }
      client.flush();
      for (int i = 0; i < 200_000; i++) {
        assertSame(client.read(), "+OK\r\n");
      }
      for (int i = 0; i < 200_000; i++) {
        var value = "" + i;
        assertSame(client.read(), "$" + value.length() + "\r\n" + value + "\r\n");
      }
    }
  }

  /** AssertJ is too slow for every one of a million. */
  private static void assertSame(String actual, String expected) {
    if (!actual.equals(expected)) {
      assertThat(actual).isEqualTo(expected);
    }
  }
}
