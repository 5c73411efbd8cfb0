// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import io.nutcracker.protocol.redis.RedisCommand;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code users}, {@code server_auth}, and passwords that stand elsewhere. */
class UsersConfigTest {
  private static final String HEX =
      "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"; // of "test"

  private static String pool(String directives) {
    return ConfigText.alphaWith("redis: true\n  " + directives);
  }

  private static UserConfig user(String fields) throws ConfigException {
    PoolConfig pool = ConfigText.pool(pool("users: [{name: alice, " + fields + "}]"));
    return pool.users().getFirst();
  }

  private static Set<RedisCommand> commands(String fields) throws ConfigException {
    return user("password: hers, " + fields).commands();
  }

  @Test
  void blockStyleMeansTheSameAsFlowStyle() throws ConfigException {
    PoolConfig block =
        ConfigText.pool(
            pool(
                """
                users:
                   - name: alice
                     password:
                       env: PASSWORD
                     commands:
                      - +get
                      - "+set"
                     keys:
                      - "a:"
                      - b
                   - name: bob
                     password: his
                """));
    PoolConfig flow =
        ConfigText.pool(
            pool(
                "users: [{name: alice, password: {env: PASSWORD}, commands: [+get, +set],"
                    + " keys: ['a:', b]}, {name: bob, password: his}]"));
    assertThat(block).isEqualTo(flow);
    assertThat(block.users()).extracting(UserConfig::name).containsExactly("alice", "bob");
    assertThat(block.users().getFirst().keyPrefixes()).containsExactly("a:", "b");
  }

  @Test
  void aUserMayDoEverythingThatIsNotForbidden() throws ConfigException {
    UserConfig user = user("password: hers");
    assertThat(user.isRestricted()).isFalse();
    assertThat(user.commands()).isEqualTo(EnumSet.allOf(RedisCommand.class));
    assertThat(user.keyPrefixes()).isNull();
  }

  @Test
  void readsDigestsAsAclSetuserDoes() throws ConfigException {
    assertThat(user("password_sha256: " + HEX).password()).isEqualTo(PasswordDigest.of("test"));
    assertThat(user("password_sha256: " + HEX.toUpperCase(Locale.ROOT)).password())
        .isEqualTo(PasswordDigest.of("test"))
        .isNotEqualTo(PasswordDigest.of("Test"));
  }

  @ParameterizedTest
  @CsvSource({
    "file: /run/line,  from a file",
    "file: /run/dos,   from a file",
    "file: /run/bare,  from a file",
    "env: PASSWORD,    from the environment",
  })
  void findsPasswordsElsewhere(String source, String password) throws ConfigException {
    assertThat(user("password: {" + source + "}").password())
        .isEqualTo(PasswordDigest.of(password));
    assertThat(ConfigText.pool(pool("redis_auth: {" + source + "}")).redisAuth())
        .isEqualTo(password);
    assertThat(ConfigText.pool(pool("server_auth: {password: {" + source + "}}")).serverAuth())
        .isEqualTo(new ServerAuth(null, password));
  }

  @Test
  void onlyOneLineEndIsNoPartOfAPassword() throws ConfigException {
    assertThat(ConfigText.pool(pool("redis_auth: {file: /run/lines}")).redisAuth())
        .isEqualTo("from a file\n");
  }

  @Test
  void serversAreToldRedisAuthUnlessThereIsAServerAuth() throws ConfigException {
    assertThat(ConfigText.pool(pool("timeout: 1")).authForServers()).isNull();
    assertThat(ConfigText.pool(pool("redis_auth: secret")).authForServers())
        .isEqualTo(new ServerAuth(null, "secret"));
    String both = "redis_auth: secret\n  server_auth: {user: proxy, password: theirs}";
    assertThat(ConfigText.pool(pool(both)).authForServers())
        .isEqualTo(new ServerAuth("proxy", "theirs"));
  }

  @Test
  void ofCommandsLaterOnesWin() throws ConfigException {
    assertThat(commands("commands: [+get, +SET]"))
        .containsExactlyInAnyOrder(RedisCommand.GET, RedisCommand.SET);
    assertThat(commands("commands: [+get, -get, +set]")).containsExactly(RedisCommand.SET);
    assertThat(commands("commands: [-get, +get]")).containsExactly(RedisCommand.GET);
    assertThat(commands("commands: [+@all, -flushall]"))
        .isEqualTo(EnumSet.complementOf(EnumSet.of(RedisCommand.FLUSHALL)));
    assertThat(commands("commands: [+@all, -@all, +ping]")).containsExactly(RedisCommand.PING);
    assertThat(commands("commands: [+@write, -set]"))
        .contains(RedisCommand.DEL, RedisCommand.HEXPIRE)
        .doesNotContain(RedisCommand.SET, RedisCommand.GET, RedisCommand.PING, RedisCommand.EVAL);
  }

  @Test
  void whoMayOnlyReadMayStillSayWhatIsAnsweredHere() throws ConfigException {
    Set<RedisCommand> all = commands("read_only: true");
    assertThat(all)
        .contains(RedisCommand.GET, RedisCommand.MGET, RedisCommand.SCAN, RedisCommand.EVAL_RO)
        .contains(RedisCommand.PING, RedisCommand.SELECT, RedisCommand.CLIENT)
        .doesNotContain(RedisCommand.SET, RedisCommand.EVAL, RedisCommand.FLUSHALL)
        .doesNotContain(RedisCommand.PUBLISH, RedisCommand.SCRIPT, RedisCommand.MULTI);
    assertThat(commands("read_only: false")).contains(RedisCommand.SET);
    assertThat(commands("read_only: true, commands: [+get, +set]"))
        .containsExactly(RedisCommand.GET);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          users: alice | users: must be a sequence, one '- name: …' per user
          users: {name: alice} | users: must be a sequence, one '- name: …' per user
          users: [] | users: must be a sequence, one '- name: …' per user
          users: [alice] | users: has an item that is not a mapping with the keys [name, password, password_sha256, read_only, commands, keys]
          users: &u [alice] | users: anchors ('&name') are not allowed
          users: [{password: hunter2}] | users.name: is missing
          users: [{name: "", password: hunter2}] | users.name: has no value
          users: [{name: a b, password: hunter2}] | users.name: 'a b' is not a name of ASCII characters without spaces
          users: [{name: [a], password: hunter2}] | users.name: is nested too deep; only a single value is allowed here
          users: [{name: a}] | users.password: needs either a password or a password_sha256
          users: [{name: a, password: hunter2, password_sha256: hunter2}] | users.password: needs either a password or a password_sha256
          users: [{name: a, password: ""}] | users.password: has no value
          users: [{name: a, password: [hunter2]}] | users.password: is a sequence; a password is a text, or a mapping with one of [file, env]
          users: [{name: a, password: {hunter2: hunter2}}] | users.password: has a key that is not one of [file, env]
          users: [{name: a, password: {file: /run/line, env: PASSWORD}}] | users.password: needs either a file or an env
          users: [{name: a, password: {}}] | users.password: needs either a file or an env
          users: [{name: a, password: {file: /none}}] | users.password.file: '/none' cannot be read as text in UTF-8: NoSuchFileException
          users: [{name: a, password: {file: /run/empty}}] | users.password.file: '/run/empty' is empty
          users: [{name: a, password: {env: NONE}}] | users.password.env: 'NONE' is not set in the environment
          users: [{name: a, password: {env: EMPTY}}] | users.password.env: 'EMPTY' is empty
          users: [{name: a, password: {env: {a: b}}}] | users.password.env: is nested too deep; only a single value is allowed here
          users: [{name: a, password: {env: {a: {b: c}}}}] | users: is nested too deep
          users: [{name: a, password_sha256: hunter2}] | users.password_sha256: is not 64 hexadecimal digits
          users: [{name: a, password: hunter2, read_only: yes}] | users.read_only: 'yes' is not true or false
          users: [{name: a, password: hunter2, readonly: true}] | users.readonly: is not one of [name, password, password_sha256, read_only, commands, keys]; did you mean 'read_only'?
          users: [{name: a, password: hunter2, name: b}] | users.name: is given a second time; the first is in line 4
          users: [{name: a, password: hunter2, commands: +get}] | users.commands: must be a sequence with at least one item
          users: [{name: a, password: hunter2, commands: []}] | users.commands: must be a sequence with at least one item
          users: [{name: a, password: hunter2, commands: [get]}] | users.commands: 'get' starts with neither '+' nor '-'
          users: [{name: a, password: hunter2, commands: [+gte]}] | users.commands: '+gte' is neither a known command nor one of [@all, @read, @write]; did you mean '+get'?
          users: [{name: a, password: hunter2, commands: [+@admin]}] | users.commands: '+@admin' is neither a known command nor one of [@all, @read, @write]
          users: [{name: a, password: hunter2, keys: "a:"}] | users.keys: must be a sequence with at least one item
          users: [{name: a, password: hunter2, keys: [a: ]}] | users.keys: has an item that is not a text; put one that ends with ':' in quotes
          users: [{name: a, password: hunter2}, {name: a, password: b}] | users.name: 'a' is already the name of the user in line 4
          server_auth: hunter2 | server_auth: must be a mapping with a password, and a user if servers know several
          server_auth: {user: proxy} | server_auth.password: is missing
          server_auth: {user: "", password: hunter2} | server_auth.user: has no value
          server_auth: {password: ""} | server_auth.password: has no value
          server_auth: {pasword: hunter2} | server_auth.pasword: is not one of [user, password]; did you mean 'password'?
          redis_auth: {hunter2: hunter2} | redis_auth: has a key that is not one of [file, env]
          redis_auth: {file: /none} | redis_auth.file: '/none' cannot be read as text in UTF-8: NoSuchFileException
          """)
  void explainsWhatIsWrong(String directive, String expected) {
    assertThat(ConfigText.problems(pool(directive)))
        .contains("c.yml:4: pool 'alpha': " + expected)
        .noneMatch(problem -> problem.contains("hunter2"));
  }

  /** One problem each, or two where one thing is wrong in two ways. */
  @Test
  void namesTheLineOfEachProblem() {
    assertThat(
            ConfigText.problems(
                pool(
                    """
                    users:
                       - name: alice
                         password: hunter2
                         commands:
                          - +get
                          - +gte
                         keys:
                          - a:
                       - password:
                           env: NONE
                         name: alice
                    """)))
        .containsExactly(
            "c.yml:9: pool 'alpha': users.commands: '+gte' is neither a known command nor one of"
                + " [@all, @read, @write]; did you mean '+get'?",
            "c.yml:11: pool 'alpha': users.keys: has an item that is not a text; put one that ends"
                + " with ':' in quotes",
            "c.yml:13: pool 'alpha': users.password.env: 'NONE' is not set in the environment",
            "c.yml:14: pool 'alpha': users.name: 'alice' is already the name of the user in line"
                + " 5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "users: [{name: a, password: b}]",
        "server_auth: {password: b}",
        "redis_auth: {env: PASSWORD}"
      })
  void memcachedKnowsNoUsers(String directive) {
    String key = directive.substring(0, directive.indexOf(':'));
    assertThat(ConfigText.problems(ConfigText.alphaWith(directive)))
        .containsExactly(
            "c.yml:3: pool 'alpha': " + key + ": is only valid for a redis pool ('redis: true')");
  }

  @Test
  void thereIsOneDefaultUser() {
    String both = "redis_auth: a\n  users: [{name: default, password: b}]";
    assertThat(ConfigText.problems(pool(both)))
        .containsExactly(
            "c.yml:5: pool 'alpha': users: 'default' is already the user of redis_auth in line 4");
  }

  @Test
  void warnsOfAUserWhoMaySayNothing() throws ConfigException {
    assertThat(ConfigText.warnings(pool("users: [{name: a, password: b, commands: [-flushall]}]")))
        .containsExactly(
            "c.yml:4: pool 'alpha': users.commands: allows nothing; a user may only say what was"
                + " added, as with '+@all'");
  }

  /** As the C program: of other directives than the new ones nothing is nested. */
  @Test
  void olderDirectivesTakeNeitherMappingsNorFlowStyle() {
    assertAll(
        () -> assertThat(ConfigText.problems(pool("redis_auth: [a]"))).hasSize(1),
        () -> assertThat(ConfigText.problems(pool("redis_auth:\n   - a"))).hasSize(1),
        () -> assertThat(ConfigText.problems(pool("timeout: {a: b}"))).hasSize(1));
  }

  @Test
  void nothingThatIsPrintedTellsAPassword() throws ConfigException {
    LoadedConfig config =
        ConfigText.load(
            pool(
                "redis_auth: hunter2\n  server_auth: {user: proxy, password: hunter2}\n"
                    + "  users: [{name: alice, password: hunter2}, {name: bob, password_sha256: "
                    + HEX
                    + "}]"));
    PoolConfig pool = config.config().pools().getFirst();
    List<Object> printed =
        List.of(
            config,
            pool,
            pool.users(),
            pool.users().getFirst().password(),
            new ServerAuth("proxy", "hunter2"),
            new Scalar("hunter2", 1),
            pool.users().getLast());
    assertThat(printed.toString()).doesNotContain("hunter2", HEX).contains("alice");
  }
}
