// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.redisson.Redisson;
import org.redisson.api.BatchOptions;
import org.redisson.api.BatchOptions.ExecutionMode;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.KeysScanOptions;
import org.redisson.api.redisnode.RedisNode.InfoSection;
import org.redisson.api.redisnode.RedisNodes;
import org.redisson.client.codec.StringCodec;
import org.redisson.client.protocol.ScoredEntry;
import org.redisson.config.Config;

/** Redisson, which makes Java's collections and locks of Redis. */
record RedissonTestClient(RedissonClient redisson, String prefix) implements LockingClient {
  static RedissonTestClient connect(InetSocketAddress address, Protocol protocol, String prefix) {
    var config = new Config();
    config.setCodec(StringCodec.INSTANCE);
    config.useSingleServer().setAddress("redis://127.0.0.1:" + address.getPort());
    if (protocol != Protocol.DEFAULT) {
      config.setProtocol(org.redisson.config.Protocol.valueOf(protocol.name()));
    }
    return new RedissonTestClient(Redisson.create(config), prefix);
  }

  /** It has no way to ask; connecting would have failed if this were not so. */
  @Override
  public String speaks() {
    return redisson.getConfig().getProtocol() == org.redisson.config.Protocol.RESP3 ? "3" : "2";
  }

  @Override
  public void strings() {
    var string = redisson.<String>getBucket(prefix + "string");
    string.set("value");
    assertThat(string.get()).isEqualTo("value");
    assertThat(redisson.getBucket(prefix + "none").get()).isNull();
    var many = new HashMap<String, String>();
    for (int i = 0; i < 20; i++) {
      many.put(prefix + "many:" + i, "value");
    }
    var keys = many.keySet().toArray(String[]::new);
    redisson.getBuckets().set(many);
    assertThat(redisson.getBuckets().<String>get(keys)).isEqualTo(many);
    assertThat(redisson.getKeys().delete(keys)).isEqualTo(keys.length);
  }

  @Override
  public void hashes() {
    var hash = redisson.<String, String>getMap(prefix + "hash");
    hash.putAll(Map.of("a", "1", "b", "2"));
    assertThat(hash.readAllMap()).isEqualTo(Map.of("a", "1", "b", "2"));
    assertThat(redisson.getMap(prefix + "none").readAllMap()).isEmpty();
  }

  @Override
  public void sortedSets() {
    var zset = redisson.<String>getScoredSortedSet(prefix + "zset");
    zset.addAll(Map.of("one", 1.0, "more", 2.5));
    assertThat(zset.entryRange(0, -1))
        .containsExactly(new ScoredEntry<>(1.0, "one"), new ScoredEntry<>(2.5, "more"));
    assertThat(zset.getScore("one")).isEqualTo(1.0);
  }

  @Override
  public void pipelines() {
    var batch = redisson.createBatch();
    for (int i = 0; i < 200; i++) {
      var _ = batch.<String>getBucket(prefix + "p:" + i).setAsync("value " + i);
      var _ = batch.<String>getBucket(prefix + "p:" + i).getAsync();
    }
    var replies = batch.execute().getResponses();
    for (int i = 0; i < 200; i++) {
      assertThat(replies.get(2 * i + 1)).isEqualTo("value " + i);
    }
  }

  /** Its way to MULTI and EXEC; its own transactions are made of locks and such batches. */
  @Override
  public void transactions() {
    var atomic = BatchOptions.defaults().executionMode(ExecutionMode.IN_MEMORY_ATOMIC);
    var batch = redisson.createBatch(atomic);
    var _ = batch.<String>getBucket("{" + prefix + "t}:1").setAsync("a");
    var _ = batch.<String>getBucket("{" + prefix + "t}:2").setAsync("b");
    var _ = batch.<String>getBucket("{" + prefix + "t}:1").getAsync();
    assertThat(batch.execute().getResponses()).last().isEqualTo("a");
  }

  @Override
  public void pubSub() throws InterruptedException {
    var heard = new LinkedBlockingQueue<String>();
    var channel = redisson.getTopic(prefix + "news");
    var pattern = redisson.getPatternTopic(prefix + "n?ws");
    channel.addListener(String.class, (_, message) -> heard.add(message));
    pattern.addListener(String.class, (matched, _, message) -> heard.add(matched + " " + message));
    channel.publish("hello");
    var first = "" + heard.poll(5, TimeUnit.SECONDS);
    assertThat(List.of(first, "" + heard.poll(5, TimeUnit.SECONDS)))
        .containsExactlyInAnyOrder("hello", prefix + "n?ws hello");
    channel.removeAllListeners();
    pattern.removeAllListeners();
  }

  @Override
  public void blockingPops() throws InterruptedException {
    var queue = redisson.<String>getBlockingQueue(prefix + "queue");
    queue.delete();
    // Late enough that the pop is most likely waiting.
    var later = CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);
    var push = CompletableFuture.runAsync(() -> queue.add("job"), later);
    assertThat(queue.poll(4, TimeUnit.SECONDS)).isEqualTo("job");
    push.join();
    assertThat(queue.poll(100, TimeUnit.MILLISECONDS)).isNull();
  }

  @Override
  public void scripts() {
    var key = prefix + "script";
    redisson.getBucket(key).set("value");
    var script = redisson.getScript(StringCodec.INSTANCE);
    assertThat(
            script.<String>eval(
                key, RScript.Mode.READ_WRITE, SCRIPT, RScript.ReturnType.VALUE, List.of(key), "!"))
        .isEqualTo("value!");
    var sha = script.scriptLoad(OTHER_SCRIPT);
    assertThat(
            script.<String>evalSha(
                key, RScript.Mode.READ_WRITE, sha, RScript.ReturnType.VALUE, List.of(key), "!"))
        .isEqualTo("!value");
  }

  @Override
  public void scan() {
    var keys = new HashSet<String>();
    for (int i = 0; i < 100; i++) {
      keys.add(prefix + "scan:" + i);
      redisson.getBucket(prefix + "scan:" + i).set("");
    }
    var some = KeysScanOptions.defaults().pattern(prefix + "scan:*").chunkSize(7);
    var found = new HashSet<String>();
    redisson.getKeys().getKeys(some).forEach(found::add);
    assertThat(found).isEqualTo(keys);
  }

  @Override
  public void info() {
    var server = redisson.getRedisNodes(RedisNodes.SINGLE).getInstance();
    assertThat(server.info(InfoSection.ALL).get("redis_version")).matches("\\d+\\.\\d+\\.\\d+");
  }

  @Override
  public void locks() {
    var lock = redisson.getLock(prefix + "lock");
    CompletableFuture<Boolean> other;
    lock.lock();
    try {
      assertThat(lock.isHeldByCurrentThread()).isTrue();
      // A lock belongs to a thread. The other one waits for a message on the lock's channel.
      other = CompletableFuture.supplyAsync(this::takesTheLock, Thread::startVirtualThread);
      assertThatThrownBy(() -> other.get(100, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
    } finally {
      lock.unlock();
    }
    assertThat(other.orTimeout(5, TimeUnit.SECONDS).join()).isTrue();
    assertThat(lock.isLocked()).isFalse();
  }

  private boolean takesTheLock() {
    var lock = redisson.getLock(prefix + "lock");
    try {
      if (!lock.tryLock(4, TimeUnit.SECONDS)) {
        return false;
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    try {
      return lock.isHeldByCurrentThread();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    redisson.shutdown();
  }
}
