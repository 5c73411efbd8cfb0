// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The side-by-side measurements work; what they say after a moment means nothing. */
final class CompareTest {
  @ParameterizedTest
  @CsvSource({"get-16B-200c-P16, saturated", "mc-get100-16B-200c, free"})
  void comparesBothProxiesUnderLoad(String workload, String mode)
      throws IOException, InterruptedException {
    String output =
        outputOf(
            "./compare",
            workload,
            "--mode=" + mode,
            "--direct",
            "--quick",
            "--rounds=2",
            "--seconds=0.3",
            "--warm-up=0.3");
    assertThat(output).contains("| " + workload);
  }

  @Test
  void tellsOtherCosts() throws IOException, InterruptedException {
    assertThat(outputOf("./costs", "latency", "--seconds=1", "--rounds=1")).contains("| ours | ");
  }

  private static String outputOf(String... command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
