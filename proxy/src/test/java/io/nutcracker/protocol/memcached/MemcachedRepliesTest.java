// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.protocol.ResponseFeed;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Replies made here are replies that a client expects from memcached. */
class MemcachedRepliesTest {
  @Test
  void theVersionStartsWithThreeNumbers() {
    assertThat(WireText.text(MemcachedReplies.version("0.1.0-SNAPSHOT")))
        .matches("VERSION \\d+\\.\\d+\\.\\d+ nutcracker-0\\.1\\.0-SNAPSHOT\r\n");
  }

  @Test
  void aServersFaultIsCalledThat() {
    assertThat(WireText.text(MemcachedReplies.serverError("Connection refused")))
        .isEqualTo("SERVER_ERROR Connection refused\r\n");
  }

  @Test
  void eachIsOneResponse() {
    for (byte[] reply :
        List.of(
            MemcachedReplies.OK,
            MemcachedReplies.END,
            MemcachedReplies.MN,
            MemcachedReplies.INVALID_RESPONSE,
            MemcachedReplies.version("1"))) {
      String text = WireText.text(reply);
      assertThat(new ResponseFeed(MemcachedResponseParser::new).whole(text)).containsExactly(text);
    }
  }
}
