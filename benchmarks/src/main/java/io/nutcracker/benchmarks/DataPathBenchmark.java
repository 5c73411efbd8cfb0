// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How every benchmark runs, unless JMH's options say otherwise: one thread, as a worker is one, on
 * Java set up as the launcher does.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 2,
    jvmArgs = {
      "-XX:+UseSerialGC",
      "-XX:+UseCompactObjectHeaders",
      "-Xmx256m",
      "-Xmn16m",
      "--enable-native-access=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow",
      "-Dio.netty.buffer.checkAccessible=false",
      "-Dio.netty.buffer.checkBounds=false",
      // Netty keeps a cache of buffers for each event loop; JMH's thread has it like a worker's.
      "-Dio.netty.allocator.useCacheForAllThreads=true"
    })
abstract class DataPathBenchmark {}
