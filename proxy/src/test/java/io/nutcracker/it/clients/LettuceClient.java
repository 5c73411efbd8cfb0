// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Lettuce, with one connection for everything that does not wait. */
record LettuceClient(
    RedisClient client, StatefulRedisConnection<String, String> connection, String prefix)
    implements JavaClient {
  static LettuceClient connect(InetSocketAddress address, Protocol protocol, String prefix) {
    // Its own minute would be too long for the test.
    var uri =
        RedisURI.builder()
            .withHost("127.0.0.1")
            .withPort(address.getPort())
            .withTimeout(Duration.ofSeconds(5))
            .build();
    var client = RedisClient.create(uri);
    if (protocol != Protocol.DEFAULT) {
      var version = ProtocolVersion.valueOf(protocol.name());
      client.setOptions(ClientOptions.builder().protocolVersion(version).build());
    }
    try {
      return new LettuceClient(client, client.connect(), prefix);
    } catch (RuntimeException e) {
      client.shutdown();
      throw e;
    }
  }

  private RedisCommands<String, String> redis() {
    return connection.sync();
  }

  @Override
  public String speaks() {
    var hello = redis().dispatch(CommandType.HELLO, new ArrayOutput<>(StringCodec.UTF8));
    return "" + hello.get(hello.indexOf("proto") + 1);
  }

  @Override
  public void strings() {
    assertThat(redis().set(prefix + "string", "value")).isEqualTo("OK");
    assertThat(redis().get(prefix + "string")).isEqualTo("value");
    assertThat(redis().get(prefix + "none")).isNull();
    var many = new HashMap<String, String>();
    for (int i = 0; i < 20; i++) {
      many.put(prefix + "many:" + i, "value");
    }
    var keys = many.keySet().toArray(String[]::new);
    assertThat(redis().mset(many)).isEqualTo("OK");
    assertThat(redis().mget(keys)).extracting(KeyValue::getValue).containsOnly("value");
    assertThat(redis().del(keys)).isEqualTo(keys.length);
  }

  @Override
  public void hashes() {
    redis().hset(prefix + "hash", Map.of("a", "1", "b", "2"));
    assertThat(redis().hgetall(prefix + "hash")).isEqualTo(Map.of("a", "1", "b", "2"));
    assertThat(redis().hgetall(prefix + "none")).isEmpty();
  }

  @Override
  public void sortedSets() {
    redis().zadd(prefix + "zset", 1, "one");
    redis().zadd(prefix + "zset", 2.5, "more");
    assertThat(redis().zrangeWithScores(prefix + "zset", 0, -1))
        .isEqualTo(List.of(ScoredValue.just(1, "one"), ScoredValue.just(2.5, "more")));
    assertThat(redis().zscore(prefix + "zset", "one")).isEqualTo(1.0);
  }

  @Override
  public void pipelines() throws Exception {
    try (var pipelining = client.connect()) {
      pipelining.setAutoFlushCommands(false);
      var redis = pipelining.async();
      var replies = new ArrayList<RedisFuture<String>>();
      for (int i = 0; i < 200; i++) {
        var _ = redis.set(prefix + "p:" + i, "value " + i);
        replies.add(redis.get(prefix + "p:" + i));
      }
      pipelining.flushCommands();
      for (int i = 0; i < 200; i++) {
        assertThat(replies.get(i).get(5, TimeUnit.SECONDS)).isEqualTo("value " + i);
      }
    }
  }

  @Override
  public void transactions() {
    var one = "{" + prefix + "t}:1";
    var two = "{" + prefix + "t}:2";
    try (var other = client.connect()) {
      var redis = other.sync();
      redis.multi();
      redis.set(one, "a");
      redis.set(two, "b");
      redis.mget(one, two);
      var values = List.of(KeyValue.just(one, "a"), KeyValue.just(two, "b"));
      assertThat(redis.exec()).containsExactly("OK", "OK", values);
      redis.watch(one);
      redis().set(one, "changed");
      redis.multi();
      redis.set(one, "lost");
      assertThat(redis.exec().wasDiscarded()).isTrue();
    }
    assertThat(redis().get(one)).isEqualTo("changed");
  }

  @Override
  public void pubSub() throws Exception {
    var heard = new LinkedBlockingQueue<String>();
    try (var subscriber = client.connectPubSub()) {
      subscriber.addListener(new Listener(heard));
      subscriber.sync().subscribe(prefix + "news");
      subscriber.sync().psubscribe(prefix + "n?ws");
      redis().publish(prefix + "news", "hello");
      var first = "" + heard.poll(5, TimeUnit.SECONDS);
      assertThat(List.of(first, "" + heard.poll(5, TimeUnit.SECONDS)))
          .containsExactlyInAnyOrder("hello", prefix + "n?ws hello");
      subscriber.sync().unsubscribe(prefix + "news");
      subscriber.sync().punsubscribe(prefix + "n?ws");
    }
  }

  /** Writes down the messages. */
  private static final class Listener extends RedisPubSubAdapter<String, String> {
    private final LinkedBlockingQueue<String> heard;

    Listener(LinkedBlockingQueue<String> heard) {
      this.heard = heard;
    }

    @Override
    public void message(String channel, String message) {
      heard.add(message);
    }

    @Override
    public void message(String pattern, String channel, String message) {
      heard.add(pattern + " " + message);
    }
  }

  @Override
  public void blockingPops() throws Exception {
    var key = prefix + "queue";
    redis().del(key);
    try (var waiting = client.connect()) {
      var popped = waiting.async().blpop(4.0, key);
      assertThat(popped.await(100, TimeUnit.MILLISECONDS)).isFalse();
      redis().rpush(key, "job");
      assertThat(popped.get(5, TimeUnit.SECONDS)).isEqualTo(KeyValue.just(key, "job"));
      assertThat(waiting.sync().blpop(0.1, key)).isNull();
    }
  }

  @Override
  public void scripts() {
    var keys = new String[] {prefix + "script"};
    redis().set(prefix + "script", "value");
    assertThat(redis().<String>eval(SCRIPT, ScriptOutputType.VALUE, keys, "!")).isEqualTo("value!");
    var sha = redis().scriptLoad(OTHER_SCRIPT);
    assertThat(redis().<String>evalsha(sha, ScriptOutputType.VALUE, keys, "!")).isEqualTo("!value");
  }

  @Override
  public void scan() {
    var keys = new HashSet<String>();
    for (int i = 0; i < 100; i++) {
      keys.add(prefix + "scan:" + i);
      redis().set(prefix + "scan:" + i, "");
    }
    var found = new HashSet<String>();
    ScanIterator.scan(redis(), ScanArgs.Builder.limit(7).match(prefix + "scan:*"))
        .forEachRemaining(found::add);
    assertThat(found).isEqualTo(keys);
  }

  @Override
  public void info() {
    assertThat(redis().info()).containsPattern("(?m)^redis_version:\\d+\\.\\d+\\.\\d+");
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }
}
