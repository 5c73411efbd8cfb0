// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.config.ConfigException;
import io.nutcracker.config.ConfigLoader;
import io.nutcracker.config.PoolConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the log warns of an admin port. */
class AdminPortTest {
  private static InetSocketAddress address(String host) {
    return new InetSocketAddress(host, 22222);
  }

  @TempDir private Path dir;

  private List<PoolConfig> pools(String... lines) throws IOException, ConfigException {
    var text = new StringBuilder("alpha:\n  listen: 127.0.0.1:1\n  redis: true\n");
    for (String line : lines) {
      text.append("  ").append(line).append('\n');
    }
    text.append("  servers:\n  - 127.0.0.1:2:1\n");
    var file = Files.writeString(dir.resolve("test.yml"), text);
    return ConfigLoader.load(file).config().pools();
  }

  @Test
  void onlyATokenOrTheLoopbackKeepsOthersOut() throws IOException, ConfigException {
    for (String host : new String[] {"0.0.0.0", "::", "192.0.2.1"}) {
      assertThat(AdminPort.warnings(address(host), null, pools())).as(host).hasSize(1);
      assertThat(AdminPort.warnings(address(host), "token", pools("http: true"))).isEmpty();
    }
    for (String host : new String[] {"127.0.0.1", "127.0.0.2", "::1"}) {
      assertThat(AdminPort.warnings(address(host), null, pools("http: true"))).isEmpty();
    }
  }

  @Test
  void aPoolThatAsksNobodyIsWarnedOf() throws IOException, ConfigException {
    InetSocketAddress all = address("0.0.0.0");
    assertThat(AdminPort.warnings(all, null, pools("http: true")))
        .hasSize(2)
        .last()
        .asString()
        .contains("pool 'alpha'");
    assertThat(AdminPort.warnings(all, null, pools("http: true", "redis_auth: secret"))).hasSize(1);
  }
}
