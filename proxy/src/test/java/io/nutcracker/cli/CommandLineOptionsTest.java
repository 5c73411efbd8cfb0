// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutcracker.config.TransportChoice;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line is read as the C program reads it. */
class CommandLineOptionsTest {
  @Test
  void hasTwemproxysDefaults() throws UsageException {
    CommandLineOptions options = parse("");
    assertThat(options)
        .usingRecursiveComparison()
        .isEqualTo(
            parse(
                "-v 5 -c conf/nutcracker.yml -s 22222 -a 0.0.0.0 -i 30000 -m 16384 --output=  --pid-file="));
    assertThat(options.logFile).isEmpty();
    assertThat(options.pidFile).isEmpty();
    assertThat(options.workers).isEmpty();
    assertThat(options.transport).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-t -d -v 6 -o log -c conf -s 1 -a host -i 2 -p pid -m 512 --workers 3 --transport nio",
        "-tdv6 -olog -cconf -s1 -ahost -i2 -ppid -m512 --workers=3 --transport=nio",
        "--test-conf --daemonize --verbose=6 --output=log --conf-file=conf --stats-port=1"
            + " --stats-addr=host --stats-interval=2 --pid-file=pid --mbuf-size=512 --workers=3"
            + " --transport=nio",
        "--test --da --verb 6 --o log --c conf --stats-p 1 --stats-a host --stats-i 2 --p pid --m"
            + " 512 --w 3 --tr nio",
        "route ignored -t - -d words -v 6 -o log -c conf -s 1 -a host -i 2 -p pid -m 512"
            + " --workers 3 --transport nio -- -z",
        "-t -d -v 9 -v 6 -o x -o log -c conf -s 1 -a host -i 2 -p pid -m 512 --workers 9 --workers"
            + " 3 --transport nio",
      })
  void readsAllFormsOfOptions(String words) throws UsageException {
    CommandLineOptions options = parse(words);
    assertThat(options.testConf).isTrue();
    assertThat(options.verbosity).isEqualTo(6);
    assertThat(options.logFile).isEqualTo("log");
    assertThat(options.confFile).isEqualTo("conf");
    assertThat(options.statsPort).isEqualTo(1);
    assertThat(options.statsAddress).isEqualTo("host");
    assertThat(options.statsIntervalMs).isEqualTo(2);
    assertThat(options.pidFile).isEqualTo("pid");
    assertThat(options.mbufSizeBytes).isEqualTo(512);
    assertThat(options.workers).hasValue(3);
    assertThat(options.transport).hasValue(TransportChoice.NIO);
  }

  @Test
  void takesTheNextWordAsAValueWhateverItLooksLike() throws UsageException {
    assertThat(parse("-o -V").logFile).isEqualTo("-V");
    assertThat(parse("-o -V").version).isFalse();
  }

  @Test
  void newOptionsDoNotShortenTwemproxysAbbreviations() throws UsageException {
    assertThat(parse("--t").testConf).isTrue();
  }

  @Test
  void theLongerOfTwoNamesDoesNotHideTheShorter() throws UsageException {
    assertThat(parse("--admin-token x --admin-token-f y").adminToken).isEqualTo("x");
    assertThat(parse("--admin-token x --admin-token-f y").adminTokenFile).isEqualTo("y");
  }

  @Test
  void numbersWrapAsTwemproxysDo() throws UsageException {
    assertThat(parse("-s 4294967297").statsPort).isEqualTo(1);
    assertThat(parse("-v 99").verbosity).isEqualTo(99);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          -z                   | invalid option -- 'z'
          -?                   | invalid option -- '?'
          -Vz                  | invalid option -- 'z'
          -V -z                | invalid option -- 'z'
          --zz                 | invalid option -- '\\0'
          --s                  | invalid option -- '\\0'
          --v                  | invalid option -- '\\0'
          --=1                 | invalid option -- '\\0'
          --help=1             | invalid option -- 'h'
          --describe-stats=    | invalid option -- 'D'
          -o                   | option -o requires a file name
          --output             | option -o requires a file name
          -c                   | option -c requires a file name
          -p                   | option -p requires a file name
          -m                   | option -m requires a number
          -v                   | option -v requires a number
          -s                   | option -s requires a number
          -i                   | option -i requires a number
          -a                   | option -a requires a string
          -v -1                | option -v requires a number
          -v 0x1               | option -v requires a number
          --verb=abc           | option -v requires a number
          -s=5                 | option -s requires a number
          -i 2147483648        | option -i requires a number
          -s 0                 | option -s value 0 is not a valid port
          -s 70000             | option -s value 70000 is not a valid port
          -m 0                 | option -m requires a non-zero number
          -m x                 | option -m requires a non-zero number
          -m 511               | mbuf chunk size must be between 512 and 16777216 bytes
          -m 16777217          | mbuf chunk size must be between 512 and 16777216 bytes
          --workers            | option --workers requires a number
          --workers 0          | option --workers requires a number from 1 to 1024
          --workers 1025       | option --workers requires a number from 1 to 1024
          --transport kqueue   | option --transport requires auto, io_uring, epoll or nio
          -s 0 -z              | option -s value 0 is not a valid port
          -z -s 0              | invalid option -- 'z'
          """)
  void refusesTheFirstBadOptionInTwemproxysWords(String words, String message) {
    assertThatThrownBy(() -> parse(words))
        .isInstanceOf(UsageException.class)
        .hasMessage(message.replace("\\0", "\0"));
  }

  private static CommandLineOptions parse(String words) throws UsageException {
    return CommandLineOptions.parse(words.isEmpty() ? List.of() : List.of(words.split(" +")));
  }
}
