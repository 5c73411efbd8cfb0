// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.benchmarks;

import io.netty.buffer.ByteBuf;
import io.nutcracker.protocol.memcached.MemcachedRequestParser;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Finding end, command and keys of each request in one read of a pipelining client. */
public class MemcachedRequestParserBenchmark extends DataPathBenchmark {
  private static final int REQUESTS = 16;

  private final ByteBuf gets = Wire.received(("get " + Wire.key(1) + "\r\n").repeat(REQUESTS));
  private final ByteBuf metaGets = Wire.received(("mg " + Wire.key(1) + " v\r\n").repeat(REQUESTS));
  private final ByteBuf sets =
      Wire.received(
          ("set " + Wire.key(1) + " 0 0 16\r\n" + Wire.value() + "\r\n").repeat(REQUESTS));
  private final MemcachedRequestParser parser =
      new MemcachedRequestParser(MemcachedRequestParser.MAX_KEY_LENGTH, 1 << 30);

  @Benchmark
  @OperationsPerInvocation(REQUESTS)
  public int get() {
    return parse(gets);
  }

  @Benchmark
  @OperationsPerInvocation(REQUESTS)
  public int metaGet() {
    return parse(metaGets);
  }

  @Benchmark
  @OperationsPerInvocation(REQUESTS)
  public int set() {
    return parse(sets);
  }

  private int parse(ByteBuf in) {
    in.readerIndex(0);
    int seen = 0;
    while (parser.parse(in, 0) == MemcachedRequestParser.Result.REQUEST) {
      seen += parser.keyOffset(0) + parser.keyLength(0);
      in.skipBytes(parser.length());
      parser.reset();
    }
    return seen;
  }
}
