// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.benchmarks;

import io.netty.buffer.ByteBuf;
import io.nutcracker.hashkit.KeyHash;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Hashing a key of 16 bytes with each of the functions. */
public class KeyHashBenchmark extends DataPathBenchmark {
  /** All of them: JMH runs once per constant. */
  @Param KeyHash function = KeyHash.FNV1A_64;

  private final ByteBuf key = Wire.received(Wire.key(1));

  @Benchmark
  public int hash() {
    return function.hash(key, key.readerIndex(), key.writerIndex());
  }
}
