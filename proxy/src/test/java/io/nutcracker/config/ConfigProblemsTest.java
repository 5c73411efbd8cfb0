// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said about files that are refused or doubtful. */
class ConfigProblemsTest {
  private static final String HASHES =
      "[one_at_a_time, md5, crc16, crc32, crc32a, fnv1_64, fnv1a_64, fnv1_32, fnv1a_32, hsieh,"
          + " murmur, jenkins]";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          timeout: 1.5         | timeout: '1.5' is not a number from 0 to 2147483647, in decimal digits
          backlog: 2147483648  | backlog: '2147483648' is not a number from 0 to 2147483647, in decimal digits
          redis: yes           | redis: 'yes' is not true or false
          redis:               | redis: has no value
          redis: ""            | redis: has no value
          distribution: modulo | distribution: 'modulo' is not one of [ketama, modula, random]; did you mean 'modula'?
          hash_tag: "{"        | hash_tag: '{' is not a hash tag of exactly two bytes, like "{}"
          hash_tag: {}         | hash_tag: flow style ('[...]' and '{...}') is not allowed; put a text that starts with '[' or '{' in quotes
          hash: &a md5         | hash: anchors ('&name') are not allowed
          hash: *a             | hash: aliases ('*name') are not allowed
          hash: !!str md5      | hash: tags ('!name') are not allowed
          server_connections: 0 | server_connections: cannot be 0
          redis_auth: secret   | redis_auth: is only valid for a redis pool ('redis: true')
          http: true           | http: is only valid for a redis pool ('redis: true')
          http_scripts: lua    | http_scripts: is only valid for a redis pool ('redis: true')
          http_scripts: "a\\0"  | http_scripts: 'a\\x00' is not a path
          timeot: 400          | timeot: is not a known directive; did you mean 'timeout'?
          Redis: true          | Redis: is not a known directive; did you mean 'redis'?
          max_request_size: 1000 | max_request_size: '1000' is not a number of bytes from 4kb to 1gb, like 1048576, 64kb, 16mb or 1gb
          max_request_size: 1tb | max_request_size: '1tb' is not a number of bytes from 4kb to 1gb, like 1048576, 64kb, 16mb or 1gb
          max_key_length: 0    | max_key_length: '0' is not a number from 1 to 1048576
          redis_databases: 0   | redis_databases: '0' is not a number from 1 to 1024
          max_pipeline: 0      | max_pipeline: '0' is not a number from 1 to 1048576
          listen: 0:2          | listen: is given a second time; the first is in line 2
          """)
  void namesLinePoolAndKey(String directive, String expected) {
    assertThat(ConfigText.problems(ConfigText.alphaWith(directive)))
        .containsExactly("c.yml:3: pool 'alpha': " + expected);
  }

  @Test
  void listsWhatIsAllowed() {
    assertThat(ConfigText.problems(ConfigText.alphaWith("hash: fnv1a_65")))
        .containsExactly(
            "c.yml:3: pool 'alpha': hash: 'fnv1a_65' is not one of "
                + HASHES
                + "; did you mean 'fnv1a_64'?");
    assertThat(ConfigText.problems(ConfigText.alphaWith("colour: blue")))
        .containsExactly("c.yml:3: pool 'alpha': colour: is not one of " + Directive.names());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          127.0.0.1           | '127.0.0.1' is neither 'host:port' nor '/path [permission]'
          127.0.0.1:0         | '127.0.0.1:0' has an invalid port; ports are numbers from 1 to 65535
          127.0.0.1:65536     | '127.0.0.1:65536' has an invalid port; ports are numbers from 1 to 65535
          nowhere:1           | 'nowhere:1' has a host that cannot be resolved
          "[::1]:1"           | '[::1]:1' has a host that cannot be resolved
          "127.0.0.1:1\\n"    | '127.0.0.1:1\\x0a' has an invalid port; ports are numbers from 1 to 65535
          /tmp/s 1777         | '/tmp/s 1777' has a file permission that is not an octal number from 0 to 0777
          /tmp/s -1           | '/tmp/s -1' has a file permission that is not an octal number from 0 to 0777
          """)
  void explainsListenAddresses(String listen, String expected) {
    String yaml = ConfigText.alphaWith("").replace("127.0.0.1:22121", listen);
    assertThat(ConfigText.problems(yaml))
        .containsExactly("c.yml:2: pool 'alpha': listen: " + expected);
  }

  @Test
  void refusesPathsThatDoNotFitIntoASocketAddress() {
    String path = "/" + "a".repeat(107);
    String yaml = ConfigText.alphaWith("").replace("127.0.0.1:22121", path);
    assertThat(ConfigText.problems(yaml))
        .singleElement()
        .asString()
        .endsWith("' has a path of 108 bytes; at most 107 fit");
    assertThat(ConfigText.problems(yaml.replace("aaa", "aa"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          127.0.0.1:6380          | is neither 'host:port:weight [name]' nor '/path:weight [name]'
          /tmp/a:b.sock:1         | is neither 'host:port:weight [name]' nor '/path:weight [name]'
          127.0.0.1:6380:0        | has an invalid weight; weights are numbers from 1 to 2147483647
          127.0.0.1:6380:1 my app | has an invalid weight; weights are numbers from 1 to 2147483647
          127.0.0.1:x:1           | has an invalid port; ports are numbers from 1 to 65535
          """)
  void explainsServers(String server, String expected) {
    String yaml = ConfigText.alphaWith("").replace("127.0.0.1:6380:1", server);
    assertThat(ConfigText.problems(yaml))
        .containsExactly("c.yml:6: pool 'alpha': servers: '" + server + "' " + expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                       | c.yml: is empty; it must hold at least one server pool
          workers: 2               | c.yml: holds no server pool
          alpha                    | c.yml:1: the top level must be a mapping of server pool names
          - alpha                  | c.yml:1: the top level must be a mapping of server pool names
          alpha: 1                 | c.yml:1: alpha: is neither a server pool, which is a mapping of directives, nor one of [workers, transport, max_memory]
          alpha:                   | c.yml:1: alpha: is neither a server pool, which is a mapping of directives, nor one of [workers, transport, max_memory]
          worker: 1                | c.yml:1: worker: is neither a server pool, which is a mapping of directives, nor one of [workers, transport, max_memory]; did you mean 'workers'?
          alpha: *a                | c.yml:1: alpha: aliases ('*name') are not allowed
          workers: 0               | c.yml:1: workers: '0' is not a number from 1 to 1024
          workers: 4294967297      | c.yml:1: workers: '4294967297' is not a number from 1 to 1024
          workers: ""              | c.yml:1: workers: has no value
          max_memory: 1mb          | c.yml:1: max_memory: '1mb' is not a number of bytes from 32mb to 1024gb, like 1048576, 64kb, 16mb or 1gb
          transport: kqueue        | c.yml:1: transport: 'kqueue' is not one of [auto, io_uring, epoll, nio]
          "alpha                   | c.yml:1: is not valid YAML: found unexpected end of stream
          alpha:\\u0085            | c.yml:1: holds the character U+0085, which is not allowed
          """)
  void explainsWhatIsWrongWithTheFileAsAWhole(String yaml, String expected) {
    assertThat(ConfigText.problems(yaml.replace("\\u0085", "\u0085"))).containsExactly(expected);
  }

  @Test
  void refusesDocumentMarkers() {
    assertThat(ConfigText.problems("---\n" + ConfigText.alphaWith("redis: true") + "...\n"))
        .containsExactly(
            "c.yml:1: document markers ('---') and directives ('%') are not allowed",
            "c.yml:8: the document marker '...' is not allowed");
  }

  @Test
  void refusesASecondDocument() {
    assertThat(ConfigText.problems(ConfigText.alphaWith("redis: true") + "---\nbeta: x\n"))
        .containsExactly("c.yml:7: only one YAML document is allowed in the file");
  }

  @Test
  void refusesWhatIsNotUtf8() {
    assertThatThrownBy(() ->
            ConfigLoader.parse(
                "c.yml", "é".getBytes(ISO_8859_1), HostResolver.SYSTEM, Secrets.SYSTEM))
        .isInstanceOf(ConfigException.class)
        .hasMessage("c.yml: is not text in UTF-8");
  }

  @Test
  void saysWhatIsMissing() {
    assertThat(ConfigText.problems("alpha:\n  redis: true\n"))
        .containsExactly(
            "c.yml:1: pool 'alpha': listen: is missing",
            "c.yml:1: pool 'alpha': servers: is missing");
    assertThat(ConfigText.problems("alpha:\n  listen: 0:1\n  servers: 127.0.0.1:1:1\n"))
        .containsExactly(
            "c.yml:3: pool 'alpha': servers: must be a sequence, one '- server' per line");
  }

  @Test
  void refusesNestingAndSecondSequences() {
    assertThat(ConfigText.problems(ConfigText.alphaWith("redis:\n    a: b")))
        .containsExactly(
            "c.yml:3: pool 'alpha': redis: is nested too deep; only a single value is allowed here");
    assertThat(ConfigText.problems(ConfigText.alphaWith("redis:\n   - true")))
        .containsExactly(
            "c.yml:5: pool 'alpha': servers: is a second sequence; a pool has only one, its"
                + " servers");
  }

  @Test
  void comparesPoolsAndServersWithEachOther() {
    assertThat(
            ConfigText.problems(
                """
                alpha:
                  listen: 127.0.0.1:1
                  servers:
                   - 127.0.0.1:1:1 a
                   - 127.0.0.1:2:1 a
                beta:
                  listen: 127.0.0.1:1
                  servers:
                   - 127.0.0.1:1:1
                alpha:
                  listen: 127.0.0.1:2
                  servers:
                   - 127.0.0.1:1:1
                """))
        .containsExactly(
            "c.yml:5: pool 'alpha': servers: 'a' is already the name of the server in line 4",
            "c.yml:7: pool 'beta': listen: '127.0.0.1:1' is already the address of pool 'alpha'",
            "c.yml:10: pool 'alpha': is already the name of the pool in line 1");
  }

  @Test
  void reportsAllProblemsOfAllPoolsInFileOrder() {
    assertThat(
            ConfigText.problems(
                """
                wrokers: 4
                alpha:
                  listen: 127.0.0.1
                  redis: yes
                  redis_auth: secret
                  timeot: 400
                  servers:
                   - 127.0.0.1:6379
                   - 127.0.0.1:6380:0
                beta:
                  hash_tag: {}
                  servers:
                   - [a]
                gamma: &x
                  listen: 127.0.0.1:2
                delta:
                  listen: 127.0.0.1:3
                  listen: "unclosed
                """))
        .extracting(problem -> problem.replaceFirst(" (is|has|flow|anchors) .*", ""))
        .containsExactly(
            "c.yml:1: wrokers:",
            "c.yml:3: pool 'alpha': listen: '127.0.0.1'",
            "c.yml:4: pool 'alpha': redis: 'yes'",
            "c.yml:6: pool 'alpha': timeot:",
            "c.yml:8: pool 'alpha': servers: '127.0.0.1:6379'",
            "c.yml:9: pool 'alpha': servers: '127.0.0.1:6380:0'",
            "c.yml:10: pool 'beta': listen:",
            "c.yml:11: pool 'beta': hash_tag:",
            "c.yml:13: pool 'beta': servers:",
            "c.yml:14: pool 'gamma':",
            "c.yml:19:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          redis_auth: hunter2
          redis_auth: [hunter2]
          redis_auth: {hunter2: hunter2}
          redis_auth: &hunter2 hunter2
          redis_auth: *hunter2
          redis_auth: !hunter2 hunter2
          redis_auth: @hunter2
          redis_auth: "hunter2
          redis_auht: hunter2
          """)
  void neverShowsAPassword(String directive) {
    assertThat(ConfigText.problems(ConfigText.alphaWith(directive)))
        .isNotEmpty()
        .noneMatch(problem -> problem.contains("hunter2"));
    assertThat(ConfigText.problems("redis_auth: hunter2\n"))
        .isNotEmpty()
        .noneMatch(problem -> problem.contains("hunter2"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          hash: crc32          | hash: 'crc32' with ketama sends all keys to one server: it gives 15 bits, the ring has 32; crc32a gives 32
          timeout: 4294967297  | timeout: '4294967297' does not fit into 32 bits and means 1
          redis_db: 3          | redis_db: has no effect in a memcached pool
          redis_databases: 3   | redis_databases: has no effect in a memcached pool
          """)
  void warnsOfWhatIsAcceptedAndHardlyMeant(String directive, String expected)
      throws ConfigException {
    assertThat(ConfigText.warnings(ConfigText.alphaWith(directive)))
        .containsExactly("c.yml:3: pool 'alpha': " + expected);
  }

  @Test
  void warnsOfPermissionsThatAreNotOctal() throws ConfigException {
    String yaml = ConfigText.alphaWith("");
    assertThat(ConfigText.warnings(yaml.replace("127.0.0.1:22121", "/tmp/s 999")))
        .containsExactly(
            "c.yml:2: pool 'alpha': listen: '/tmp/s 999' has a file permission that is not octal;"
                + " it is left to the umask");
    assertThat(ConfigText.warnings(yaml.replace("127.0.0.1:22121", "/tmp/s 0668")))
        .containsExactly(
            "c.yml:2: pool 'alpha': listen: '/tmp/s 0668' has a file permission that is not octal;"
                + " it means 066");
  }

  @Test
  void warnsOfServersThatCanNeverBeReached() throws ConfigException {
    String server = "/" + "a".repeat(107) + ":1";
    assertThat(ConfigText.warnings(ConfigText.alphaWith("").replace("127.0.0.1:6380:1", server)))
        .singleElement()
        .asString()
        .startsWith("c.yml:6: pool 'alpha': servers: '/aaa")
        .endsWith(" has a path of 108 bytes; at most 107 fit");
  }

  @Test
  void warnsOfWeightsThatDoNotCount() throws ConfigException {
    String random = ConfigText.alphaWith("distribution: random");
    assertThat(ConfigText.warnings(random)).isEmpty();
    assertThat(ConfigText.warnings(random.replace("6380:1", "6380:2")))
        .containsExactly(
            "c.yml:3: pool 'alpha': distribution: 'random' ignores the weights of the servers");
  }

  @Test
  void doesNotWarnOfCrc32WhereItDoesNoHarm() throws ConfigException {
    assertThat(ConfigText.warnings(ConfigText.alphaWith("hash: crc32\n  distribution: modula")))
        .isEmpty();
    assertThat(
            ConfigText.warnings(
                ConfigText.alphaWith("hash: crc32").replace("   - 127.0.0.1:6380:1\n", "")))
        .isEmpty();
  }
}
