// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.benchmarks;

import io.nutcracker.hashkit.Continua;
import io.nutcracker.hashkit.Continuum;
import io.nutcracker.hashkit.RingServer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** A server is ejected: for how long its pool's event loop is busy with the new continuum. */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class EjectionBenchmark extends DataPathBenchmark {
  @Param({"10", "100", "1000"})
  int servers = 10;

  private Continua continua = Pool.continua(servers);
  private List<RingServer> live = List.of();

  @Setup
  public void build() {
    continua = Pool.continua(servers);
    live = Pool.servers(servers).subList(1, servers);
  }

  @Benchmark
  public Continuum cut() {
    return continua.over(live);
  }

  @Benchmark
  public Continuum anew() {
    return Pool.continua(servers).over(live);
  }
}
