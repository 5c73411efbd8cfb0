// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The load generator against a server that answers whatever it reads with the same bytes. */
@Timeout(60)
final class MemcachedLoadTest {
  @Test
  void countsRepliesToGets() throws IOException {
    String reply = "VALUE key:000000000000 0 3\r\nxxx\r\n".repeat(2) + "END\r\n";
    assertThat(run(new Requests("get", 2, 1, 3, 1), reply)).matches("1000,[0-9.]+,[0-9.]+");
  }

  @Test
  void countsRepliesToPipelinedSets() throws IOException {
    var requests = new Requests("set", 1, 4, 3, 1);
    assertThat(run(requests, "STORED\r\n".repeat(4))).matches("1000,[0-9.]+,[0-9.]+");
  }

  @Test
  void refusesAnError() {
    var requests = new Requests("set", 1, 2, 3, 1);
    assertThatIOException()
        .isThrownBy(() -> run(requests, "STORED\r\nSERVER_ERROR\r\n"))
        .withMessageContaining("SERVER_ERROR");
  }

  @Test
  void knowsTheRequestsOfABatch() {
    var requests = new Requests("get", 1, 2, 3, 1);
    var view = requests.newView();
    requests.chooseBatch(view);
    byte[] batch = new byte[view.remaining()];
    view.get(batch);
    assertThat(batch).asString().isEqualTo("get key:000000000000\r\n".repeat(2));
  }

  private static String run(Requests requests, String reply) throws IOException {
    var view = requests.newView();
    requests.chooseBatch(view);
    try (var server = new RepeatingServer(view.remaining(), reply);
        var load = new MemcachedLoad(server.address(), 3, requests)) {
      return load.run(1000);
    }
  }
}
