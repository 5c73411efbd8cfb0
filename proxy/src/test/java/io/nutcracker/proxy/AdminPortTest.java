// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** When the log warns of an admin port. */
class AdminPortTest {
  private static InetSocketAddress address(String host) {
    return new InetSocketAddress(host, 22222);
  }

  @Test
  void onlyATokenOrTheLoopbackKeepsOthersOut() {
    for (String host : new String[] {"0.0.0.0", "::", "192.0.2.1"}) {
      assertThat(AdminPort.isOpenToAll(address(host), null)).as(host).isTrue();
      assertThat(AdminPort.isOpenToAll(address(host), "token")).as(host).isFalse();
    }
    for (String host : new String[] {"127.0.0.1", "127.0.0.2", "::1"}) {
      assertThat(AdminPort.isOpenToAll(address(host), null)).as(host).isFalse();
    }
  }
}
