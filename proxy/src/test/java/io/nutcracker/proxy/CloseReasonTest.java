// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.stats.PoolStat;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Every end of a client connection counts once, as twemproxy counts it. */
class CloseReasonTest {
  @Test
  void whatTheClientEndedIsAnEofAndWhatBrokeIsAnError() {
    assertThat(CloseReason.EOF.stat()).isEqualTo(PoolStat.CLIENT_EOF);
    assertThat(CloseReason.QUIT.stat()).isEqualTo(PoolStat.CLIENT_EOF);
    assertThat(CloseReason.RESET.stat()).isEqualTo(PoolStat.CLIENT_ERR);
    assertThat(CloseReason.PROTOCOL_ERROR.stat()).isEqualTo(PoolStat.CLIENT_ERR);
    assertThat(CloseReason.RESPONSES_NOT_READ.stat()).isEqualTo(PoolStat.CLIENT_ERR);
    assertThat(CloseReason.PROXY_STOPS.stat()).isNull();
  }

  @Test
  void everyReasonHasItsOwnPhrase() {
    assertThat(Arrays.stream(CloseReason.values()).map(CloseReason::phrase))
        .doesNotHaveDuplicates();
  }
}
