// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static redis.clients.jedis.BuilderFactory.ENCODED_OBJECT_MAP;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.resps.Tuple;
import redis.clients.jedis.util.KeyValue;

/** Jedis, with its pool of connections. */
record JedisClient(RedisClient jedis, String prefix) implements JavaClient {
  static JedisClient connect(InetSocketAddress address, Protocol protocol, String prefix) {
    return new JedisClient(open(address, protocol), prefix);
  }

  private static RedisClient open(InetSocketAddress address, Protocol protocol) {
    if (protocol == Protocol.DEFAULT) {
      return RedisClient.create("127.0.0.1", address.getPort());
    }
    var config =
        DefaultJedisClientConfig.builder().protocol(RedisProtocol.valueOf(protocol.name())).build();
    return RedisClient.builder()
        .hostAndPort("127.0.0.1", address.getPort())
        .clientConfig(config)
        .build();
  }

  @Override
  public String speaks() {
    var hello = new CommandArguments(redis.clients.jedis.Protocol.Command.HELLO);
    var reply = jedis.executeCommand(new CommandObject<>(hello, ENCODED_OBJECT_MAP));
    return "" + reply.get("proto");
  }

  @Override
  public void strings() {
    assertThat(jedis.set(prefix + "string", "value")).isEqualTo("OK");
    assertThat(jedis.get(prefix + "string")).isEqualTo("value");
    assertThat(jedis.get(prefix + "none")).isNull();
    var keys = new String[20];
    var pairs = new ArrayList<String>();
    for (int i = 0; i < keys.length; i++) {
      keys[i] = prefix + "many:" + i;
      pairs.addAll(List.of(keys[i], "value"));
    }
    assertThat(jedis.mset(pairs.toArray(String[]::new))).isEqualTo("OK");
    assertThat(jedis.mget(keys)).hasSize(keys.length).containsOnly("value");
    assertThat(jedis.del(keys)).isEqualTo(keys.length);
  }

  @Override
  public void hashes() {
    jedis.hset(prefix + "hash", Map.of("a", "1", "b", "2"));
    assertThat(jedis.hgetAll(prefix + "hash")).isEqualTo(Map.of("a", "1", "b", "2"));
    assertThat(jedis.hgetAll(prefix + "none")).isEmpty();
  }

  @Override
  public void sortedSets() {
    jedis.zadd(prefix + "zset", Map.of("one", 1.0, "more", 2.5));
    assertThat(jedis.zrangeWithScores(prefix + "zset", 0, -1))
        .containsExactly(new Tuple("one", 1.0), new Tuple("more", 2.5));
    assertThat(jedis.zscore(prefix + "zset", "one")).isEqualTo(1.0);
  }

  @Override
  public void pipelines() {
    try (var pipeline = jedis.pipelined()) {
      var replies = new ArrayList<Response<String>>();
      for (int i = 0; i < 200; i++) {
        pipeline.set(prefix + "p:" + i, "value " + i);
        replies.add(pipeline.get(prefix + "p:" + i));
      }
      pipeline.sync();
      for (int i = 0; i < 200; i++) {
        assertThat(replies.get(i).get()).isEqualTo("value " + i);
      }
    }
  }

  @Override
  public void transactions() {
    var one = "{" + prefix + "t}:1";
    var two = "{" + prefix + "t}:2";
    try (var transaction = jedis.multi()) {
      transaction.set(one, "a");
      transaction.set(two, "b");
      transaction.mget(one, two);
      assertThat(transaction.exec()).isEqualTo(List.of("OK", "OK", List.of("a", "b")));
    }
    try (var watching = jedis.transaction(false)) {
      watching.watch(one);
      jedis.set(one, "changed");
      watching.multi();
      watching.set(one, "lost");
      assertThat(watching.exec()).isNull();
    }
    assertThat(jedis.get(one)).isEqualTo("changed");
  }

  @Override
  public void pubSub() throws InterruptedException {
    var heard = new LinkedBlockingQueue<String>();
    var subscriber = new Listener(heard, prefix + "n?ws");
    var subscription =
        CompletableFuture.runAsync(
            () -> jedis.subscribe(subscriber, prefix + "news"), Thread::startVirtualThread);
    assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo("ready");
    jedis.publish(prefix + "news", "hello");
    var messages =
        List.of("" + heard.poll(5, TimeUnit.SECONDS), "" + heard.poll(5, TimeUnit.SECONDS));
    assertThat(messages).containsExactlyInAnyOrder("hello", prefix + "n?ws hello");
    subscriber.unsubscribe();
    subscriber.punsubscribe();
    subscription.orTimeout(5, TimeUnit.SECONDS).join();
  }

  /** Subscribes to a pattern when it has its channel. */
  private static final class Listener extends JedisPubSub {
    private final LinkedBlockingQueue<String> heard;
    private final String pattern;

    Listener(LinkedBlockingQueue<String> heard, String pattern) {
      this.heard = heard;
      this.pattern = pattern;
    }

    @Override
    public void onSubscribe(String channel, int subscriptions) {
      psubscribe(pattern);
    }

    @Override
    public void onPSubscribe(String subscribed, int subscriptions) {
      heard.add("ready");
    }

    @Override
    public void onMessage(String channel, String message) {
      heard.add(message);
    }

    @Override
    public void onPMessage(String matched, String channel, String message) {
      heard.add(matched + " " + message);
    }
  }

  @Override
  public void blockingPops() {
    var key = prefix + "queue";
    jedis.del(key);
    // Late enough that the pop is most likely waiting.
    var later = CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);
    var push = CompletableFuture.runAsync(() -> jedis.rpush(key, "job"), later);
    assertThat(jedis.blpop(1.5, key)).isEqualTo(KeyValue.of(key, "job"));
    push.join();
    assertThat(jedis.blpop(0.1, key)).isNull();
  }

  @Override
  public void scripts() {
    var keys = List.of(prefix + "script");
    jedis.set(prefix + "script", "value");
    assertThat(jedis.eval(SCRIPT, keys, List.of("!"))).isEqualTo("value!");
    var sha = jedis.scriptLoad(OTHER_SCRIPT);
    assertThat(jedis.evalsha(sha, keys, List.of("!"))).isEqualTo("!value");
  }

  @Override
  public void scan() {
    var keys = new HashSet<String>();
    for (int i = 0; i < 100; i++) {
      keys.add(prefix + "scan:" + i);
      jedis.set(prefix + "scan:" + i, "");
    }
    var found = new HashSet<String>();
    var scan = jedis.scanIteration(7, prefix + "scan:*");
    while (!scan.isIterationCompleted()) {
      found.addAll(scan.nextBatchList());
    }
    assertThat(found).isEqualTo(keys);
  }

  @Override
  public void info() {
    assertThat(jedis.info()).containsPattern("(?m)^redis_version:\\d+\\.\\d+\\.\\d+");
  }

  @Override
  public void close() {
    jedis.close();
  }
}
