// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.benchmarks;

import io.netty.buffer.ByteBuf;
import io.nutcracker.protocol.memcached.MemcachedResponseParser;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Finding the end of each response in one read from a server. */
public class MemcachedResponseParserBenchmark extends DataPathBenchmark {
  private static final int RESPONSES = 16;
  private static final int KEYS = 100;
  private static final String VALUE = "VALUE " + Wire.key(1) + " 0 16\r\n" + Wire.value() + "\r\n";

  private final ByteBuf stored = Wire.received("STORED\r\n".repeat(RESPONSES));
  private final ByteBuf values = Wire.received((VALUE + "END\r\n").repeat(RESPONSES));
  private final ByteBuf manyValues = Wire.received(VALUE.repeat(KEYS) + "END\r\n");
  private final MemcachedResponseParser parser = new MemcachedResponseParser();

  @Benchmark
  @OperationsPerInvocation(RESPONSES)
  public int stored() {
    return Wire.responses(stored, parser);
  }

  /** A response to get. */
  @Benchmark
  @OperationsPerInvocation(RESPONSES)
  public int value() {
    return Wire.responses(values, parser);
  }

  /** A response to get with 100 keys. */
  @Benchmark
  public int manyValues() {
    return Wire.responses(manyValues, parser);
  }
}
