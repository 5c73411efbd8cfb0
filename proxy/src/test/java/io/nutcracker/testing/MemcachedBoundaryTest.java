// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a reply of memcached ends. */
final class MemcachedBoundaryTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "STORED\r\n",
        "CLIENT_ERROR bad data chunk\r\n",
        "17\r\n",
        "END\r\n",
        "VALUE k 0 5\r\nEND\r\n\r\nEND\r\n",
        "VALUE k 0 0\r\n\r\nVALUE VALUE 7 3 12\r\n\r\nx\r\nEND\r\n",
        "STAT pid 1\r\nSTAT version 1.6.18\r\nEND\r\n",
        "HD\r\n",
        "HD f0 Oabc kkey\r\n",
        "VA 0\r\n\r\n",
        "VA 6 f0 W\r\nEND\r\nx\r\n",
        "ME k exp=-1 size=64\r\n",
        "MN\r\n"
      })
  void aReplyEndsWhereTheNextOneBegins(String reply) {
    for (int i = 1; i < reply.length(); i++) {
      assertThat(MemcachedBoundary.end(reply.substring(0, i), 0)).isEqualTo(Boundary.INCOMPLETE);
    }
    assertThat(MemcachedBoundary.end(reply + "MN\r\n", 0)).isEqualTo(reply.length());
  }

  @ParameterizedTest
  @ValueSource(strings = {"VALUE k 0 1\r\na\r\nSERVER_ERROR out of memory\r\n"})
  void anErrorEndsAList(String reply) {
    assertThat(MemcachedBoundary.end(reply + "END\r\n", 0)).isEqualTo(reply.length());
  }
}
