// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.benchmarks;

import io.netty.buffer.ByteBuf;
import io.nutcracker.protocol.redis.CustomCommands;
import io.nutcracker.protocol.redis.RedisRequestParser;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Finding end, command and key of each request in one read of a pipelining client. */
public class RedisRequestParserBenchmark extends DataPathBenchmark {
  private static final int REQUESTS = 16;

  private final ByteBuf gets = Wire.received(Wire.request("GET", Wire.key(1)).repeat(REQUESTS));
  private final ByteBuf sets =
      Wire.received(Wire.request("SET", Wire.key(1), Wire.value()).repeat(REQUESTS));
  private final RedisRequestParser parser =
      new RedisRequestParser(/* maxKeyLength= */ 16384, 1 << 30, CustomCommands.NONE);

  @Benchmark
  @OperationsPerInvocation(REQUESTS)
  public int get() {
    return parse(gets);
  }

  @Benchmark
  @OperationsPerInvocation(REQUESTS)
  public int set() {
    return parse(sets);
  }

  private int parse(ByteBuf in) {
    in.readerIndex(0);
    int seen = 0;
    while (parser.parse(in, 0) == RedisRequestParser.Result.REQUEST) {
      seen += parser.keyOffset() + parser.keyLength();
      in.skipBytes(parser.length());
      parser.reset();
    }
    return seen;
  }
}
