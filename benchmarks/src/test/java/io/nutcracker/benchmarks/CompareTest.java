// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The side-by-side comparison works; what it measures in a moment means nothing. */
final class CompareTest {
  @ParameterizedTest
  @ValueSource(strings = {"get-16B-200c-P16", "mc-get100-16B-200c"})
  void comparesBothProxiesUnderLoad(String workload) throws IOException, InterruptedException {
    var compare =
        new ProcessBuilder(
                "./compare",
                workload,
                "--direct",
                "--quick",
                "--rounds=2",
                "--seconds=0.3",
                "--warm-up=0.3")
            .redirectErrorStream(true)
            .start();
    var output = new String(compare.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(compare.waitFor()).as(output).isZero();
    assertThat(output).contains("| " + workload);
  }
}
