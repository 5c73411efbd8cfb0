// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.protocol.memcached.MemcachedRequestFeed.Found;
import io.nutcracker.testing.MemcachedServer;
import io.nutcracker.testing.RawConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Right and wrong requests, sent to a real memcached as they are, and sent to another one as the
 * parser lets them through: clients must get the same answers. And what is forwarded must have one
 * response, no more and no less, or the next client would get this one's.
 */
final class MemcachedRequestsCT {
  private static final int PIPELINES = 1500;
  private static final String MN = "MN\r\n";

  /** Completes whatever a pipeline ends with: memcached forgets its answers otherwise. */
  private static final String REST = "x".repeat(20) + "\r\nmn\r\n";

  private static final Pattern ONE_RESPONSE =
      Pattern.compile(
          String.join(
              "|",
              "(VALUE [^\r\n]*\r\n.*\r\n)*END\r\n",
              "(STAT [^\r\n]*\r\n)*END\r\n",
              "VA [^\r\n]*\r\n.*\r\n",
              "(?!VA |VALUE |STAT )[^\r\n]+\r\n"),
          Pattern.DOTALL);

  /** Which of several mistakes in a meta command memcached names is a matter of luck. */
  private static final Pattern FLAG_ERROR =
      Pattern.compile(
          "CLIENT_ERROR (duplicate flag|invalid flag|error decoding key|bad data chunk"
              + "|bad token in command line format)\r\n");

  /** A key that is too long makes memcached forget its answers to what came before. */
  private static final Pattern FORGETFUL = Pattern.compile("(get|gets|gat|gats) .*k{251}");

  private final MemcachedServer direct = MemcachedServer.start();
  private final MemcachedServer behind = MemcachedServer.start();

  @AfterEach
  void stop() {
    direct.close();
    behind.close();
  }

  @Test
  void clientsGetTheAnswersOfMemcached() {
    long seed = System.nanoTime();
    System.err.println("requests with seed " + seed);
    var random = new Random(seed);
    for (int i = 0; i < PIPELINES; i++) {
      var wire = new StringBuilder();
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        wire.append(request(random));
      }
      assertSameAnswers(wire + REST, "seed " + seed);
    }
  }

  private void assertSameAnswers(String wire, String seed) {
    if (FORGETFUL.matcher(wire).find()) {
      return;
    }
    var answers = new StringBuilder();
    for (Found found : MemcachedRequestFeed.byteByByte(wire)) {
      answers.append(answer(found, seed));
    }

    assertThat(comparable(answers.toString()))
        .as("%s: %s", seed, wire)
        .isEqualTo(comparable(answer(direct, wire)));
  }

  private static String comparable(String answers) {
    String same = FLAG_ERROR.matcher(answers).replaceAll("CLIENT_ERROR flag\r\n");
    same = same.replace(".  Usage: delete <key> [noreply]", "");
    return same.replaceAll(
        "\r\nSTAT [^\r]*|la=\\d+|cas=\\d+|fetch=\\w+|exp=-?\\d+|^STAT [^\r]*", "");
  }

  private String answer(Found found, String seed) {
    if (found.command() == null) {
      return found.rejection() == null ? "" : found.rejection();
    }
    if (found.command() == MemcachedCommand.MN) {
      return MN;
    }
    String response = answer(behind, found.forwarded() + "mn\r\n");
    assertThat(response).as("%s: %s", seed, found.forwarded()).endsWith(MN);
    response = response.substring(0, response.length() - MN.length());
    assertThat(response).as("%s: %s", seed, found.forwarded()).matches(ONE_RESPONSE);
    return found.silent() && isNominal(found.command(), response) ? "" : response;
  }

  private static String answer(MemcachedServer server, String wire) {
    try (var connection = RawConnection.connect(server.address())) {
      connection.send(wire);
      connection.finishSending();
      return connection.readToEnd();
    }
  }

  private static boolean isNominal(MemcachedCommand command, String response) {
    if (command.kind() != MemcachedCommand.Kind.META) {
      return true;
    }
    return command == MemcachedCommand.MG
        ? response.startsWith("EN\r\n") || response.startsWith("EN ")
        : response.startsWith("HD") || response.startsWith("VA ");
  }

  private static String request(Random random) {
    String command = pick(random, COMMANDS);
    var line = new ArrayList<>(List.of(command));
    switch (command) {
      case "set", "add", "replace", "append", "prepend", "cas" -> {
        return storage(random, line);
      }
      case "ms" -> {
        return metaSet(random, line);
      }
      case "mg", "md", "ma", "me" -> {
        line.add(pick(random, KEYS));
        some(random, 4, FLAGS, line);
        if (command.equals("ma")) {
          // A quiet one that creates the item is not quiet with 1.6.18.
          line.removeIf("N0"::equals);
        }
      }
      case "flush_all" -> some(random, 3, FLUSH_WORDS, line);
      default -> some(random, 4, WORDS, line);
    }
    return joined(random, line) + end(random);
  }

  private static final List<String> COMMANDS =
      List.of(
          "get",
          "gets",
          "gat",
          "gats",
          "set",
          "add",
          "replace",
          "append",
          "prepend",
          "cas",
          "incr",
          "decr",
          "delete",
          "touch",
          "flush_all",
          "verbosity",
          "stats",
          "version",
          "mg",
          "ms",
          "md",
          "ma",
          "me",
          "mn",
          "set",
          "ms",
          "mg",
          "GET",
          "nonsense",
          "x",
          "");
  private static final List<String> WORDS =
      List.of("0", "0", "k", "k", "1200", "noreply", "noreply", "x", "-0", "k".repeat(251));

  /** Not later: what a flush does then depends on the second that it comes in. */
  private static final List<String> FLUSH_WORDS = List.of("0", "-0", "noreply", "noreply", "x");

  private static final List<String> KEYS =
      List.of("k", "k", "1200", "YWJj", "YQ==", "a*b", "k".repeat(250), "k".repeat(251));
  private static final List<String> FLAGS =
      List.of(
          "v", "q", "q", "b", "k", "O123", "T0", "f", "c", "s", "t", "N0", "quick", "x", "D2", "MS",
          "noreply");
  private static final List<String> NUMBERS =
      List.of("0", "0", "0", "0", "0", "0", "7", "007", "x", "-1", "1.5", "noreply");
  private static final List<String> DATA = List.of("", "5", "12", "abc", "get k", "x\r\ny");

  private static String storage(Random random, List<String> line) {
    String data = pick(random, DATA);
    line.add(pick(random, WORDS));
    line.add(pick(random, NUMBERS));
    line.add(pick(random, NUMBERS));
    line.add(random.nextInt(8) == 0 ? pick(random, NUMBERS) : "" + data.length());
    if (line.getFirst().equals("cas")) {
      line.add(pick(random, NUMBERS));
    }
    some(random, 2, List.of("noreply", "noreply", "x"), line);
    return joined(random, line) + end(random) + data + dataEnd(random);
  }

  private static String metaSet(Random random, List<String> line) {
    String data = pick(random, DATA);
    line.add(pick(random, KEYS));
    line.add(random.nextInt(8) == 0 ? pick(random, NUMBERS) : "" + data.length());
    some(random, 4, FLAGS, line);
    return joined(random, line) + end(random) + data + dataEnd(random);
  }

  private static String dataEnd(Random random) {
    return random.nextInt(8) == 0 ? pick(random, List.of("\n\n", "xx", "xx\r\n")) : "\r\n";
  }

  private static void some(Random random, int most, List<String> from, List<String> to) {
    for (int n = random.nextInt(most + 1); n > 0; n--) {
      to.add(pick(random, from));
    }
  }

  private static String joined(Random random, List<String> line) {
    return String.join(random.nextInt(8) == 0 ? "  " : " ", line);
  }

  private static String end(Random random) {
    return pick(random, List.of("\r\n", "\r\n", "\r\n", "\n", "  \r\n"));
  }

  private static String pick(Random random, List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
