// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutcracker.hashkit.Distribution;
import io.nutcracker.hashkit.HashTag;
import io.nutcracker.hashkit.KeyHash;
import io.nutcracker.protocol.redis.CustomCommands;
import io.nutcracker.protocol.redis.CustomCommands.Custom;
import io.nutcracker.protocol.redis.RedisCommand;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What valid files mean. */
class ConfigLoaderTest {
  @Test
  void givesEveryDirectiveItsDefault() throws ConfigException {
    PoolConfig pool =
        ConfigText.pool(
            """
            alpha:
              listen: 127.0.0.1:22121
              servers:
               - 127.0.0.1:6379:1
            """);
    assertThat(pool)
        .isEqualTo(
            new PoolConfig(
                "alpha",
                new ListenAddress("127.0.0.1:22121", new Endpoint.Tcp("127.0.0.1", 22121), 0),
                KeyHash.FNV1A_64,
                null,
                Distribution.KETAMA,
                0,
                0,
                512,
                0,
                false,
                null,
                null,
                List.of(),
                CustomCommands.NONE,
                false,
                null,
                0,
                1,
                512,
                false,
                false,
                false,
                false,
                1,
                30_000,
                2,
                false,
                FailurePolicy.REHASH,
                1024 * 1024 * 1024,
                0,
                1024,
                true,
                10_000,
                128,
                false,
                100,
                List.of(
                    new ServerConfig(
                        "127.0.0.1:6379:1",
                        "127.0.0.1:6379",
                        new Endpoint.Tcp("127.0.0.1", 6379),
                        1))));
  }

  @Test
  void readsEveryDirective() throws ConfigException {
    PoolConfig pool =
        ConfigText.pool(
            """
            alpha:
              listen: /tmp/alpha.sock 0660
              hash: md5
              hash_tag: "<>"
              distribution: modula
              timeout: 1
              connect_timeout: 11
              backlog: 2
              client_connections: 3
              redis: true
              redis_auth: secret
              server_auth:
                user: proxy
                password: theirs
              users:
               - name: alice
                 password: hers
                 keys:
                  - "a:"
              custom_commands:
               - name: cl.throttle
              http: true
              http_scripts: /srv/scripts
              redis_db: 4
              redis_databases: 16
              leased_connections: 17
              preconnect: true
              tcpkeepalive: true
              reuseport: true
              auto_eject_hosts: true
              server_connections: 5
              server_retry_timeout: 6
              server_failure_limit: 7
              server_probe: true
              failure_policy: fail_fast
              max_request_size: 16mb
              max_key_length: 8
              max_pipeline: 9
              latency_tracking: false
              slowlog_log_slower_than: 10
              slowlog_max_len: 11
              slowlog_values: true
              hotkeys_sample: 12
              servers:
               - /tmp/redis.sock:8 nine
            """);
    assertThat(pool)
        .isEqualTo(
            new PoolConfig(
                "alpha",
                new ListenAddress(
                    "/tmp/alpha.sock 0660", new Endpoint.Unix("/tmp/alpha.sock"), 0660),
                KeyHash.MD5,
                new HashTag((byte) '<', (byte) '>'),
                Distribution.MODULA,
                1,
                11,
                2,
                3,
                true,
                "secret",
                new ServerAuth("proxy", "theirs"),
                List.of(
                    new UserConfig(
                        "alice",
                        PasswordDigest.of("hers"),
                        Set.of(RedisCommand.values()),
                        List.of("a:"))),
                new CustomCommands(
                    List.of(new Custom("CL.THROTTLE", RedisCommand.CUSTOM_FIRST_KEY))),
                true,
                Path.of("/srv/scripts"),
                4,
                16,
                17,
                true,
                true,
                true,
                true,
                5,
                6,
                7,
                true,
                FailurePolicy.FAIL_FAST,
                16 * 1024 * 1024,
                8,
                9,
                false,
                10,
                11,
                true,
                12,
                List.of(
                    new ServerConfig(
                        "/tmp/redis.sock:8", "nine", new Endpoint.Unix("/tmp/redis.sock"), 8))));
  }

  @Test
  void pathsBeginBesideTheFile() throws ConfigException {
    PoolConfig pool =
        ConfigText.pool(
            """
            alpha:
              listen: 127.0.0.1:22121
              redis: true
              http: true
              http_scripts: lua/alpha
              servers:
               - 127.0.0.1:6379:1
            """);
    assertThat(pool.httpScripts()).isEqualTo(Path.of("lua/alpha").toAbsolutePath());
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1:6379:1,        10.0.0.1:6379",
    "10.0.0.1:06379:1,       10.0.0.1:06379",
    "10.0.0.1:11211:1,       10.0.0.1",
    "10.0.0.1:011211:1,      10.0.0.1",
    "::1:6379:1,             ::1:6379",
    "10.0.0.1:6379:1 one,    one",
    "10.0.0.1:6379:1 na:me,  na:me",
    "/tmp/a.sock:1,          /tmp/a.sock:",
    "/tmp/a b.sock:1 one,    one",
  })
  void namesServersAsTwemproxyDoes(String server, String name) throws ConfigException {
    assertThat(onlyServer(server).name()).isEqualTo(name);
  }

  @Test
  void acceptsAnEmptyServerName() throws ConfigException {
    assertThat(onlyServer("127.0.0.1:6379:1 ").name()).isEmpty();
  }

  private static ServerConfig onlyServer(String item) throws ConfigException {
    return ConfigText.pool("alpha:\n  listen: 0:1\n  servers:\n  - \"%s\"\n".formatted(item))
        .servers()
        .getFirst();
  }

  @Test
  void sortsPoolsAndServersByLengthOfTheNameThenByItsBytes() throws ConfigException {
    var config =
        ConfigText.load(
                """
                gamma:
                  listen: 0:1
                  servers:
                   - 127.0.0.1:1:1 aaa
                   - 127.0.0.1:1:1 é
                   - 127.0.0.1:1:1 zz
                   - 127.0.0.1:1:1 b
                ab:
                  listen: 0:2
                  servers:
                   - 127.0.0.1:1:1
                alpha:
                  listen: 0:3
                  servers:
                   - 127.0.0.1:1:1
                """)
            .config();
    assertThat(config.pools()).extracting(PoolConfig::name).containsExactly("ab", "alpha", "gamma");
    assertThat(config.pools().getLast().servers())
        .extracting(ServerConfig::name)
        .containsExactly("b", "zz", "é", "aaa");
  }

  @Test
  void readsTheSettingsOfTheProcess() throws ConfigException {
    var yaml = "workers: 4\ntransport: epoll\nmax_memory: 3gb\n" + ConfigText.alphaWith("");
    var config = ConfigText.load(yaml);
    assertThat(config.config().workers()).hasValue(4);
    assertThat(config.config().maxMemory()).hasValue(3L << 30);
    assertThat(config.config().transport()).hasValue(TransportChoice.EPOLL);
  }

  @Test
  void leavesSettingsOpenThatTheFileDoesNotGive() throws ConfigException {
    var config = ConfigText.load(ConfigText.alphaWith("")).config();
    assertThat(config.workers()).isEmpty();
    assertThat(config.maxMemory()).isEmpty();
    assertThat(config.transport()).isEmpty();
  }

  @Test
  void allowsAPoolWithTheNameOfASetting() throws ConfigException {
    String pool = ConfigText.alphaWith("").replace("alpha:", "workers:");
    assertThat(ConfigText.load("workers: 4\n" + pool).config().pools())
        .extracting(PoolConfig::name)
        .containsExactly("workers");
  }

  @Test
  void readsTheExampleThatIsShipped() throws IOException, ConfigException {
    LoadedConfig loaded = ConfigLoader.load(Path.of("../conf/nutcracker.yml"));
    assertThat(loaded.warnings()).isEmpty();
    assertThat(loaded.config().pools())
        .extracting(PoolConfig::name)
        .containsExactly("beta", "alpha", "delta", "gamma", "omega");
    assertThat(loaded.config().pools())
        .extracting(PoolConfig::timeoutMs)
        .containsExactly(400, 0, 100, 400, 0);
    PoolConfig beta = loaded.config().pools().getFirst();
    assertThat(beta.hashTag()).isEqualTo(new HashTag((byte) '{', (byte) '}'));
    assertThat(beta.servers())
        .extracting(ServerConfig::name)
        .containsExactly("server1", "server2", "server3", "server4");
  }

  @Test
  void throwsWhenTheFileCannotBeRead() {
    assertThatThrownBy(() -> ConfigLoader.load(Path.of("no-such-file.yml")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void takesNeitherNothingNorBracketsForAHost() {
    assertThat(HostResolver.SYSTEM.resolves("127.0.0.1")).isTrue();
    assertThat(HostResolver.SYSTEM.resolves("0")).isTrue();
    assertThat(HostResolver.SYSTEM.resolves("::1")).isTrue();
    assertThat(HostResolver.SYSTEM.resolves("")).isFalse();
    assertThat(HostResolver.SYSTEM.resolves("[::1]")).isFalse();
    assertThat(HostResolver.SYSTEM.resolves("127.0.0.1:31100")).isFalse();
  }
}
