// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.benchmarks;

import io.netty.buffer.ByteBuf;
import io.nutcracker.protocol.redis.RedisResponseParser;
import io.nutcracker.protocol.redis.RespVersion;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Finding the end of each response in one read from a server. */
public class RedisResponseParserBenchmark extends DataPathBenchmark {
  private static final int RESPONSES = 16;
  private static final int ELEMENTS = 100;

  private final ByteBuf statuses = Wire.received("+OK\r\n".repeat(RESPONSES));
  private final ByteBuf bulks = Wire.received(Wire.bulk(Wire.value()).repeat(RESPONSES));
  private final ByteBuf array =
      Wire.received("*" + ELEMENTS + "\r\n" + Wire.bulk(Wire.value()).repeat(ELEMENTS));
  private final RedisResponseParser parser = new RedisResponseParser(RespVersion.RESP2);

  /** A response to SET. */
  @Benchmark
  @OperationsPerInvocation(RESPONSES)
  public int status() {
    return Wire.responses(statuses, parser);
  }

  /** A response to GET. */
  @Benchmark
  @OperationsPerInvocation(RESPONSES)
  public int bulk() {
    return Wire.responses(bulks, parser);
  }

  /** A response to MGET with 100 keys. */
  @Benchmark
  public int array() {
    return Wire.responses(array, parser);
  }
}
