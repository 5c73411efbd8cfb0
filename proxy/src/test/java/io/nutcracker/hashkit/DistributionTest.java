// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.hashkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The three names and what stands behind them. */
class DistributionTest {
  @Test
  void configNamesAreTwemproxys() {
    assertThat(Stream.of(Distribution.values()).map(Distribution::configName))
        .containsExactly("ketama", "modula", "random");
  }

  @ParameterizedTest
  @EnumSource
  void refusesAPoolWithoutALiveServer(Distribution distribution) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> distribution.continuum(List.of(), new Random(1)));
  }

  @ParameterizedTest
  @EnumSource
  void onlyCrc32WithKetamaCrowdsOneServer(KeyHash hash) {
    assertThat(Distribution.KETAMA.crowdsOneServer(hash)).isEqualTo(hash == KeyHash.CRC32);
    assertThat(Distribution.MODULA.crowdsOneServer(hash)).isFalse();
    assertThat(Distribution.RANDOM.crowdsOneServer(hash)).isFalse();
  }
}
