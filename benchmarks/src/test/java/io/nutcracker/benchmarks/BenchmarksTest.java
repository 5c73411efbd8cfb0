// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark runs for a moment in every build, or it rots. The times mean nothing. */
class BenchmarksTest {
  @Test
  void everyBenchmarkRuns() throws RunnerException {
    var options =
        new OptionsBuilder()
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .measurementTime(TimeValue.milliseconds(10))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();

    var results = new Runner(options).run();

    assertThat(results)
        .extracting(RunResult::getParams)
        .extracting(params -> params.getBenchmark().replaceFirst(".*\\.(\\w+\\.\\w+)", "$1"))
        .containsOnly(
            "CopyOrSliceBenchmark.copy",
            "CopyOrSliceBenchmark.slice",
            "EjectionBenchmark.anew",
            "EjectionBenchmark.cut",
            "KetamaBenchmark.lookup",
            "KeyHashBenchmark.hash",
            "MemcachedRequestParserBenchmark.get",
            "MemcachedRequestParserBenchmark.metaGet",
            "MemcachedRequestParserBenchmark.set",
            "MemcachedResponseParserBenchmark.manyValues",
            "MemcachedResponseParserBenchmark.stored",
            "MemcachedResponseParserBenchmark.value",
            "MgetBenchmark.coalesce",
            "MgetBenchmark.fragment",
            "RedisRequestParserBenchmark.get",
            "RedisRequestParserBenchmark.set",
            "RedisResponseParserBenchmark.array",
            "RedisResponseParserBenchmark.bulk",
            "RedisResponseParserBenchmark.status");
  }
}
