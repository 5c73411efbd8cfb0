// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.nutcracker.hashkit.KeyRouter;
import io.nutcracker.mbuf.Flusher;
import io.nutcracker.mbuf.SendBuffer;
import io.nutcracker.protocol.redis.Merge;
import io.nutcracker.protocol.redis.RedisCoalescer;
import io.nutcracker.protocol.redis.RedisCommand;
import io.nutcracker.protocol.redis.RedisFragmenter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** MGET of 100 keys: a fragment for each server, then one response of theirs. */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MgetBenchmark extends DataPathBenchmark {
  private static final int KEYS = 100;

  @Param({"2", "10"})
  int servers = 2;

  private final ByteBuf request = Wire.received(Wire.request(mget()));
  private final RedisFragmenter fragmenter = new RedisFragmenter();
  private final RedisCoalescer coalescer = new RedisCoalescer();
  private final EmbeddedChannel unused = new EmbeddedChannel();
  private final SendBuffer toClient = sendBuffer();
  private final List<SendBuffer> toServers = new ArrayList<>();
  private final List<ByteBuf> responses = new ArrayList<>();
  private KeyRouter router = Pool.router(servers);

  private static String[] mget() {
    var keys = IntStream.range(0, KEYS).mapToObj(Wire::key);
    return Stream.concat(Stream.of("MGET"), keys).toArray(String[]::new);
  }

  /** Never opened: what is appended stays here until it is released. */
  private SendBuffer sendBuffer() {
    ByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
    return new SendBuffer(allocator, new Flusher(unused.eventLoop(), System::nanoTime));
  }

  @Setup
  public void answer() {
    router = Pool.router(servers);
    split();
    for (int fragment = 0; fragment < fragmenter.fragments(); fragment++) {
      int keys = fragmenter.keys().count(fragment);
      toServers.add(sendBuffer());
      responses.add(Wire.received("*" + keys + "\r\n" + Wire.bulk(Wire.value()).repeat(keys)));
    }
  }

  @TearDown
  public void close() {
    request.release();
    responses.forEach(ByteBuf::release);
    unused.close();
  }

  @Benchmark
  public long fragment() {
    split();
    long bytes = 0;
    for (int fragment = 0; fragment < fragmenter.fragments(); fragment++) {
      SendBuffer out = toServers.get(fragment);
      fragmenter.append(fragment, out);
      bytes += out.pendingBytes();
      out.release();
    }
    return bytes;
  }

  private void split() {
    fragmenter.split(request, 0, RedisCommand.MGET, 1 + KEYS, router, servers);
  }

  @Benchmark
  public long coalesce() {
    coalescer.start(Merge.ARRAY, fragmenter);
    for (int fragment = 0; fragment < fragmenter.fragments(); fragment++) {
      ByteBuf response = responses.get(fragment);
      coalescer.onResponse(fragment, response, 0, response.readableBytes(), toClient);
    }
    coalescer.write(toClient);
    coalescer.clear();
    long bytes = toClient.pendingBytes();
    toClient.release();
    return bytes;
  }
}
