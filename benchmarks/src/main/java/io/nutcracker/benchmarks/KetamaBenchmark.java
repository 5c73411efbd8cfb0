// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.benchmarks;

import io.nutcracker.hashkit.Continuum;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Finding the server that owns a hash on ketama's continuum. */
public class KetamaBenchmark extends DataPathBenchmark {
  /** So many that the processor cannot learn the way to each of them. */
  private static final int HASHES = 4096;

  @Param({"2", "10", "100"})
  int servers = 2;

  private final int[] hashes = new Random(1).ints(HASHES).toArray();
  private Continuum continuum = Pool.continuum(servers);

  @Setup
  public void build() {
    continuum = Pool.continuum(servers);
  }

  @Benchmark
  @OperationsPerInvocation(HASHES)
  public int lookup() {
    int sum = 0;
    for (int hash : hashes) {
      sum += continuum.serverIndex(hash);
    }
    return sum;
  }
}
