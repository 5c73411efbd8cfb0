// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The paced load against a server that answers whatever it reads with the same bytes. */
@Timeout(60)
final class PacedLoadTest {
  private static final int REQUEST_LENGTH =
      "*2\r\n$3\r\nGET\r\n$16\r\nkey:000000000000\r\n".getBytes(US_ASCII).length;

  @Test
  void sendsAsManyRequestsAsAreDue() throws IOException {
    String[] columns = run("$3\r\nxxx\r\n").split(",");
    assertThat(columns).hasSize(PacedLoad.HEADER.split(",").length);
    assertThat(Integer.parseInt(columns[0])).isBetween(400, 500);
  }

  @Test
  void refusesAnError() {
    assertThatIOException()
        .isThrownBy(() -> run("-ERR no\r\n"))
        .withMessageContaining("not the reply");
  }

  private static String run(String reply) throws IOException {
    try (var server = new RepeatingServer(REQUEST_LENGTH, reply);
        var load = new PacedLoad(server.address(), 5, 500, 100, 3)) {
      return load.run(1);
    }
  }
}
