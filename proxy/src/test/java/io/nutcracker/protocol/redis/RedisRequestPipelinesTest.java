// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.protocol.redis.RequestFeed.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever pieces a pipeline of requests arrives in, the same requests are found in it. */
class RedisRequestPipelinesTest {
  /** A message and what must be found in it. */
  record Sample(String wire, Found found) {}

  @Property
  void findsWhatWasSent(@ForAll("pipelines") List<Sample> pipeline) {
    assertThat(RequestFeed.whole(wire(pipeline))).isEqualTo(found(pipeline));
  }

  @Property
  void findsTheSameByteByByte(@ForAll("pipelines") List<Sample> pipeline) {
    assertThat(RequestFeed.byteByByte(wire(pipeline))).isEqualTo(found(pipeline));
  }

  @Property
  void findsTheSameInRandomPieces(
      @ForAll("longPipelines") List<Sample> pipeline, @ForAll Random random) {
    String wire = wire(pipeline);

    var cuts = new ArrayList<Integer>();
    for (int at = piece(random); at < wire.length(); at += piece(random)) {
      cuts.add(at);
    }

    assertThat(RequestFeed.inPieces(wire, cuts)).isEqualTo(found(pipeline));
  }

  @Property(tries = 50)
  void findsTheSameCutAtEveryByte(@ForAll("pipelines") List<Sample> pipeline) {
    String wire = wire(pipeline);
    for (int cut = 0; cut <= wire.length(); cut++) {
      assertThat(RequestFeed.inPieces(wire, List.of(cut)))
          .as("cut at %d", cut)
          .isEqualTo(found(pipeline));
    }
  }

  /** Mostly a few bytes, sometimes several thousand. */
  private static int piece(Random random) {
    return 1 + random.nextInt(random.nextInt(4) == 0 ? 9000 : 40);
  }

  private static String wire(List<Sample> pipeline) {
    return String.join("", pipeline.stream().map(Sample::wire).toList());
  }

  private static List<Found> found(List<Sample> pipeline) {
    return pipeline.stream().map(Sample::found).toList();
  }

  @Provide
  Arbitrary<List<Sample>> pipelines() {
    return samples(data(12)).list().ofMinSize(1).ofMaxSize(6);
  }

  @Provide
  Arbitrary<List<Sample>> longPipelines() {
    return samples(Arbitraries.oneOf(data(12), data(20_000))).list().ofMinSize(1).ofMaxSize(6);
  }

  /** Bytes that like to look like line ends, headers and quotes. */
  private static Arbitrary<String> data(int maxLength) {
    return Arbitraries.strings()
        .withChars("\r\n*$-1 0\"'\\kK\0\u00ff")
        .withCharRange('\0', '\u00ff')
        .ofMaxLength(maxLength);
  }

  private static Arbitrary<Sample> samples(Arbitrary<String> data) {
    return Arbitraries.oneOf(
        keyAndMore(data),
        pairs(data),
        scripts(data),
        keyless(data),
        messages(data),
        unknownCommands(data),
        wrongCounts(data),
        longKeys(data),
        Arbitraries.of("*0\r\n", "*-1\r\n", "*-42\r\n")
            .map(wire -> new Sample(wire, Found.empty(wire))),
        lines());
  }

  private static Arbitrary<String> keys() {
    return data(RequestFeed.MAX_KEY_LENGTH);
  }

  /** The name as a client may write it. */
  private static Arbitrary<String> spelled(RedisCommand command) {
    return Arbitraries.of(
        command.name(),
        command.lowerCaseName(),
        command.name().charAt(0) + command.lowerCaseName().substring(1));
  }

  private static Sample request(RedisCommand command, String name, String key, List<String> rest) {
    String wire = array(name, key, rest);
    return new Sample(wire, Found.request(wire, command, key));
  }

  private static String array(String name, String key, List<String> rest) {
    var elements = new ArrayList<>(List.of(name, key));
    elements.addAll(rest);
    return Wire.array(elements);
  }

  private static Arbitrary<Sample> keyAndMore(Arbitrary<String> data) {
    return Arbitraries.of(RedisCommand.SET, RedisCommand.SORT, RedisCommand.GEORADIUSBYMEMBER)
        .flatMap(command ->
            Combinators.combine(spelled(command), keys(), data.list().ofMaxSize(5))
                .as((name, key, rest) -> request(command, name, key, rest)));
  }

  private static Arbitrary<Sample> pairs(Arbitrary<String> data) {
    return Combinators.combine(keys(), data, keys(), data)
        .as((key, value, key2, value2) ->
            request(RedisCommand.MSET, "mset", key, List.of(value, key2, value2)));
  }

  private static Arbitrary<Sample> scripts(Arbitrary<String> data) {
    return Combinators.combine(
            data, Arbitraries.longs().between(1, 999_999_999_999_999_999L), keys(), data)
        .as((script, keyCount, key, argument) -> {
          String wire = Wire.array("eval", script, Long.toString(keyCount), key, argument);
          return new Sample(wire, Found.request(wire, RedisCommand.EVAL, key));
        });
  }

  private static Arbitrary<Sample> keyless(Arbitrary<String> data) {
    return data.map(argument -> {
      String wire = Wire.array("LOLWUT", argument);
      return new Sample(wire, Found.request(wire, RedisCommand.LOLWUT, null));
    });
  }

  private static Arbitrary<Sample> messages(Arbitrary<String> data) {
    return data.map(message -> request(RedisCommand.PING, "ping", message, List.of()));
  }

  private static Arbitrary<Sample> unknownCommands(Arbitrary<String> data) {
    return Combinators.combine(
            Arbitraries.strings().withCharRange('a', 'z').ofMaxLength(300).map(name -> name + "-"),
            data.list().ofMaxSize(4))
        .as((name, arguments) -> {
          var elements = new ArrayList<>(List.of(name));
          elements.addAll(arguments);
          String wire = Wire.array(elements);
          return new Sample(wire, Found.rejected(wire, unknownCommand(name, arguments)));
        });
  }

  /** Redis' {@code sdscatprintf(args, "'%.*s' ", 128 - sdslen(args), argument)}. */
  private static String unknownCommand(String name, List<String> arguments) {
    var echoed = new StringBuilder();
    for (String argument : arguments) {
      if (echoed.length() < 128) {
        String text = cut(argument, 128 - echoed.length());
        int nul = text.indexOf('\0');
        echoed.append("'").append(nul < 0 ? text : text.substring(0, nul)).append("' ");
      }
    }
    return "ERR unknown command '%s', with args beginning with: %s"
        .formatted(cut(name, 128), echoed.toString().replaceAll("[\r\n]", " "));
  }

  private static String cut(String text, int length) {
    return text.substring(0, Math.min(text.length(), length));
  }

  private static Arbitrary<Sample> wrongCounts(Arbitrary<String> data) {
    return Combinators.combine(
            Arbitraries.of(RedisCommand.GET, RedisCommand.TTL, RedisCommand.SELECT),
            data.list().ofMinSize(2).ofMaxSize(4))
        .as((command, arguments) -> {
          var elements = new ArrayList<>(List.of(command.name()));
          elements.addAll(arguments);
          String wire = Wire.array(elements);
          return new Sample(
              wire,
              Found.rejected(
                  wire,
                  "ERR wrong number of arguments for '%s' command"
                      .formatted(command.name().toLowerCase(Locale.ROOT))));
        });
  }

  private static Arbitrary<Sample> longKeys(Arbitrary<String> data) {
    return Combinators.combine(Arbitraries.integers().between(65, 9000), data)
        .as((length, key) -> {
          String wire = Wire.array("MGET", "short", "k".repeat(length), "also short");
          return new Sample(
              wire,
              Found.rejected(
                  wire, "ERR key of " + length + " bytes is longer than the limit of 64"));
        });
  }

  private static Arbitrary<Sample> lines() {
    return Combinators.combine(
            Arbitraries.strings()
                .withCharRange('\0', '\u00ff')
                .excludeChars('\n')
                .ofMaxLength(30)
                .filter(line -> !line.startsWith("*")),
            Arbitraries.of("\n", "\r\n"))
        .as((line, end) -> new Sample(line + end, Found.inline(line + end)));
  }
}
