// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a reply ends. */
final class RespBoundaryTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "+OK\r\n",
        "-ERR no\r\n",
        ":-1\r\n",
        "$-1\r\n",
        "$0\r\n\r\n",
        "$4\r\n\r\n\r\n\r\n",
        "*-1\r\n",
        "*0\r\n",
        "*3\r\n*1\r\n$1\r\na\r\n*-1\r\n:1\r\n",
        "_\r\n",
        "=5\r\ntxt:a\r\n",
        "%1\r\n+a\r\n~2\r\n#t\r\n,1.5\r\n",
        "|1\r\n+a\r\n+b\r\n(123\r\n",
        ">2\r\n!3\r\nERR\r\n:1\r\n"
      })
  void aValueEndsWhereTheNextOneBegins(String value) {
    for (int i = 0; i < value.length(); i++) {
      assertThat(RespBoundary.end(value.substring(0, i), 0)).isEqualTo(Boundary.INCOMPLETE);
    }
    assertThat(RespBoundary.end(value + "+OK\r\n", 0)).isEqualTo(value.length());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PONG\r\n", ";1\r\n", ".\r\n"})
  void whatIsNoValueFailsTheTest(String bytes) {
    assertThatThrownBy(() -> RespBoundary.end(bytes, 0)).isInstanceOf(AssertionError.class);
  }
}
