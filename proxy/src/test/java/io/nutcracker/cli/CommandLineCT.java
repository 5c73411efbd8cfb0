// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.config.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The C program and ours, given the same words: what they print and how they end. */
class CommandLineCT {
  private static final String BAD =
      "alpha:\n  listen: 127.0.0.1:1\n  hash: fnv1a_65\n  servers:\n  - 127.0.0.1:1:1\n";

  @TempDir private Path dir;

  @BeforeEach
  void writeConfigurations() throws IOException {
    Files.writeString(dir.resolve("good"), BAD.replace("65", "64"));
    Files.writeString(dir.resolve("bad"), BAD);
  }

  /** What is to differ in the two programs' texts. */
  private enum Difference {
    VERSION("nutcracker-" + Pattern.quote(Version.current()), "nutcracker-0.5.0"),
    TRANSPORTS("async event backend: io_uring, epoll, nio", "async event backend: epoll"),
    DEBIANS_LOG_FILE("default: stderr", "default: /var/log/nutcracker/nutcracker.log"),
    DEBIANS_CONF_FILE("default: conf/nutcracker.yml", "default: /etc/nutcracker/nutcracker.yml"),
    DEBIANS_PID_FILE("default: off", "default: /run/nutcracker/nutcracker.pid"),
    NEW_OPTIONS_IN_SYNOPSIS(" {18}\\[--(workers|admin-token).*\r\n", ""),
    SUB_COMMANDS_IN_SYNOPSIS(" {7}nutcracker <command> --help\r\n", ""),
    NEW_OPTIONS(" {6}--\\S+ +: .*\r\n", ""),
    SUB_COMMANDS("\nCommands:\r\n( {2}\\w+ +: .*\r\n)+", "");

    private final Pattern ours;
    private final String theirs;

    Difference(String ours, String theirs) {
      this.ours = Pattern.compile(ours);
      this.theirs = theirs;
    }

    static String undo(String text) {
      String undone = text;
      for (var difference : values()) {
        undone = difference.ours.matcher(undone).replaceAll(difference.theirs);
      }
      return undone;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-h",
        "--help",
        "--he",
        "-V",
        "--version",
        "--vers",
        "-D",
        "--describe-stats",
        "--de",
        "-hV",
        "-VD",
        "-hD",
        "-Dh",
        "-hVD",
        "-V words are ignored",
        "words -V",
        "- -V",
        "-V -- -z",
        "-V -t -c missing",
        "-t -c bad -V",
        "-dV",
        "-V --da",
        "-t -c good",
        "--t -c good",
        "--test-conf --conf-file=good",
        "--conf-file good --test-conf",
        "-tcgood",
        "-tc good",
        "-t -c bad -c good",
        "words -t words -c good",
        "-t -c good -v 99 -o log -s 1 -a nonsense -i 0 -p pid -m 512",
        "-t -c good -d",
        "-t -c good -m 16777216",
        "-t -c good -v 4294967296",
        "-t -c good -i 4294967297",
        "-t -c good -s 4294967297",
        "-t -c good -s 0065535",
        "-t -c good -a=",
        "-z",
        "-?",
        "-V -z",
        "-Vz",
        "-zV",
        "-z -s 0",
        "-s 0 -z",
        "-1",
        "-W",
        "-W foo",
        "-=",
        "-t=x",
        "-tx",
        "--zz",
        "--d",
        "--s",
        "--st",
        "--stats",
        "--v",
        "--ver",
        "--V",
        "--=",
        "--=1",
        "---help",
        "--help=1",
        "--help=",
        "--version=0",
        "--daemonize=yes",
        "--describe-stats=",
        "-o",
        "--output",
        "-c",
        "--conf-file",
        "-t -c",
        "-p",
        "--p",
        "-m",
        "-v",
        "-s",
        "-i",
        "-a",
        "--stats-addr",
        "-v -1",
        "-v +1",
        "-v 0x1",
        "-v 1.0",
        "-v 1k",
        "-v x",
        "--verb=",
        "-v=5",
        "-v 2147483648",
        "-i x",
        "-i -5",
        "-i 2147483648",
        "-i 4294967295",
        "-s x",
        "-s=5",
        "-s 0",
        "-s 65536",
        "-s 70000",
        "-s -1",
        "-s 2147483648",
        "-s 4294967296",
        "--stats-port=",
        "-m 0",
        "-m x",
        "-m -512",
        "-m 511",
        "-m 16777217",
        "-m 2147483648",
        "-m 4294967296",
        "--mbuf-size=",
      })
  void bothSayTheSame(String words) throws IOException, InterruptedException {
    assertThat(ours(words)).isEqualTo(theirs(words));
  }

  /** On purpose: ours says why, in lines of their own; theirs says it twice but not why. */
  @ParameterizedTest
  @ValueSource(strings = {"-t -c bad", "-t -c missing", "-t -c .", "-d -t -c bad", "-t -c="})
  void bothRefuseAConfigurationAndOursSaysWhy(String words)
      throws IOException, InterruptedException {
    var ours = ours(words);
    var theirs = theirs(words);
    assertThat(ours.status()).isEqualTo(theirs.status()).isEqualTo(1);
    assertThat(ours.out()).isEqualTo(theirs.out()).isEmpty();
    assertThat(ours.err().lines().toList())
        .hasSizeGreaterThan(1)
        .last()
        .isEqualTo(theirs.err().lines().findFirst().orElseThrow());
  }

  /** Their log says why the start failed; ours does, and standard error too. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-c missing -o log",
        "-c bad -o log",
        "-c good -o none/log",
        "-c good -o log -a nosuchhost.invalid",
        "-c good -o log -a 192.0.2.1",
      })
  void bothFailToStart(String words) throws IOException, InterruptedException {
    var theirs = theirs(words);
    var ours = ours(words);
    assertThat(ours.status()).isEqualTo(theirs.status()).isEqualTo(1);
    assertThat(ours.out()).isEqualTo(theirs.out()).isEmpty();
    assertThat(ours.err()).isNotEmpty().endsWith(theirs.err());
  }

  @Test
  void bothIgnoreThePidFileThatIsThere() throws IOException, InterruptedException {
    Files.writeString(dir.resolve("pid"), "1");
    assertThat(ours("-t -c good -p pid")).isEqualTo(theirs("-t -c good -p pid"));
    assertThat(dir.resolve("pid")).hasContent("1");
  }

  /** File names are made absolute, as this process has another working directory. */
  private CommandLineRun ours(String words) throws InterruptedException {
    var args = new ArrayList<String>();
    for (String word : words.split(" ", -1)) {
      args.add(word);
    }
    var run = CommandLineRun.of(absolute(args).toArray(String[]::new));
    return new CommandLineRun(run.status(), run.out(), Difference.undo(run.err()));
  }

  private CommandLineRun theirs(String words) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(io.nutcracker.testing.Program.NUTCRACKER.path().toString());
    command.addAll(absolute(List.of(words.split(" ", -1))));
    Path out = dir.resolve("out");
    Path err = dir.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .directory(dir.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return new CommandLineRun(
        process.waitFor(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }

  private List<String> absolute(List<String> words) {
    return words.stream()
        .map(word ->
            word.replaceFirst(
                "^(|-t?c|--conf-file=)(good|bad|missing|log|none/log|pid)$", "$1" + dir + "/$2"))
        .toList();
  }
}
