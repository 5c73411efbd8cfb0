// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static io.nutcracker.testing.Resp.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.config.TransportChoice;
import io.nutcracker.protocol.redis.RedisCommand;
import io.nutcracker.testing.RawConnection;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.Resources;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every command of the table, asked of a server directly and through a pool. */
final class EveryCommandIT {
  /**
   * Their replies tell who answers, or open another kind of conversation; other tests have them.
   */
  private static final Set<RedisCommand> ELSEWHERE =
      EnumSet.of(
          RedisCommand.COMMAND,
          RedisCommand.HELLO,
          RedisCommand.INFO,
          RedisCommand.LOLWUT,
          RedisCommand.PSUBSCRIBE,
          RedisCommand.QUIT,
          RedisCommand.SSUBSCRIBE,
          RedisCommand.SUBSCRIBE,
          RedisCommand.TIME);

  /** Goes on at the next server. */
  private static final List<String> NEEDS_ONE_SERVER = List.of("SCAN", "0");

  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  /** All of them, each as its words. */
  static List<List<String>> requests() {
    return Resources.text("every-command.txt")
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(EveryCommandIT::words)
        .toList();
  }

  private static List<String> words(String line) {
    return WORD.matcher(line)
        .results()
        .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
        .map(word -> word.replace("\\n", "\n"))
        .toList();
  }

  @Test
  void noCommandIsForgotten() {
    var asked = EnumSet.noneOf(RedisCommand.class);
    requests()
        .forEach(words -> asked.add(RedisCommand.valueOf(words.getFirst().replace('.', '_'))));
    asked.addAll(ELSEWHERE);
    assertThat(RedisCommand.values())
        .filteredOn(command -> !command.isCustom())
        .containsExactlyInAnyOrderElementsOf(asked);
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "1, 3", "3, 2", "3, 3"})
  void aPoolAnswersAsAServer(int servers, String version) {
    var all = Stream.generate(RedisServer::start).limit(servers).toList();
    var entries = IntStream.range(0, servers).mapToObj(i -> all.get(i).poolEntry("s" + i)).toList();
    var pool = TestPool.redis("alpha", entries).with("hash_tag", "{}");
    try (var reference = RedisServer.start();
        var proxy = SubjectProxy.with(1, TransportChoice.AUTO).start(List.of(pool), 16384);
        var direct = RawConnection.connect(reference.address());
        var client = RawConnection.connect(proxy.address("alpha"))) {
      say(direct, List.of("HELLO", version));
      say(client, List.of("HELLO", version));
      var differences = new ArrayList<String>();
      for (List<String> words : requests()) {
        String expected = say(direct, words);
        String actual = say(client, words);
        boolean isIntended = servers > 1 && words.equals(NEEDS_ONE_SERVER);
        if (!actual.equals(expected) && !isIntended) {
          differences.add("%s: %s instead of %s".formatted(words, actual, expected));
        }
      }
      assertThat(differences).isEmpty();
    } finally {
      all.forEach(RedisServer::close);
    }
  }

  private static String say(RawConnection connection, List<String> words) {
    connection.send(command(words));
    return connection.readValue();
  }
}
