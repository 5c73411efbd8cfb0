// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.conformance;

import io.nutcracker.conformance.Transcript.Step;
import io.nutcracker.testing.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads transcripts. Each line is one step:
 *
 * <pre>
 * # a comment
 * pool: plain            the pool to talk to; first line
 * &gt; SET k "a\x00b"       a command in the protocol's form; one reply is awaited
 * &gt;0 set k 0 0 1 / v     a command that nobody replies to; any other digit is a number of replies
 * + GET k                one more command, sent together with the step above it; +0 if without reply
 * ? SMEMBERS s           a command whose array reply may come in any order
 * ~ PTTL k               a command of which only the kind of reply is looked at
 * &gt;&gt; PING\r\n            raw bytes; one reply is awaited
 * &gt;&gt;0 \r\n               raw bytes that nobody replies to; any other digit is a number of replies
 * &gt;| *1\r\n$4\r\nPI      raw bytes; then the client closes its side and reads to the end
 * new connection         the next step begins on a new connection
 * </pre>
 *
 * A command of Redis is sent as an array of bulk strings; one of memcached as a line, where the
 * word {@code /} stands for the line's end, before a data block. In a command, {@code {k:}1..3}
 * stands for the words {@code k:1 k:2 k:3}, {@code {k:,v:}1..2} for {@code k:1 v:1 k:2 v:2}, and
 * {@code {x*1000}} for a word of a thousand x.
 */
final class TranscriptParser {
  private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|(\\S+)");
  private static final Pattern SERIES = Pattern.compile("\\{(.*)}(\\d+)\\.\\.(\\d+)");
  private static final Pattern COUNTED = Pattern.compile("(>>?|[?~+])(\\d)");
  private static final Pattern REPEAT = Pattern.compile("\\{(.*)\\*(\\d+)}");

  private final Dialect dialect;
  private final List<Step> steps = new ArrayList<>();
  private @Nullable String pool;
  private boolean fresh = true;

  private TranscriptParser(Dialect dialect) {
    this.dialect = dialect;
  }

  /** Every transcript in {@code transcripts/<directory>/}, in order of name. */
  static List<Transcript> all(String directory) {
    var dialect = Dialect.of(directory);
    return Resources.files("transcripts/" + directory).stream()
        .map(file -> parse(file.name().replace(".txt", ""), dialect, file.text()))
        .toList();
  }

  static Transcript parse(String name, Dialect dialect, String text) {
    var parser = new TranscriptParser(dialect);
    text.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .forEach(parser::parseLine);
    if (parser.pool == null) {
      throw new IllegalArgumentException(name + " does not name its pool");
    }
    return new Transcript(name, dialect, parser.pool, List.copyOf(parser.steps));
  }

  private void parseLine(String line) {
    if (line.startsWith("pool: ")) {
      pool = line.substring("pool: ".length());
    } else if (line.equals("new connection")) {
      fresh = true;
    } else {
      var space = line.indexOf(' ');
      parseStep(line, line.substring(0, space), line.substring(space + 1));
    }
  }

  private void parseStep(String line, String sign, String rest) {
    var counted = COUNTED.matcher(sign);
    var replies = counted.matches() ? Integer.parseInt(counted.group(2)) : 1;
    switch (counted.matches() ? counted.group(1) : sign) {
      case ">" -> add(line, command(rest), replies, Comparison.EXACT, false);
      case "?" -> add(line, command(rest), replies, Comparison.ANY_ORDER, false);
      case "~" -> add(line, command(rest), replies, Comparison.KIND_ONLY, false);
      case "+" -> pipeline(line, command(rest), replies);
      case ">>" -> add(line, Escapes.unescape(rest), replies, Comparison.EXACT, false);
      case ">|" -> add(line, Escapes.unescape(rest), Integer.MAX_VALUE, Comparison.EXACT, true);
      default -> throw new IllegalArgumentException("no such sign: " + sign);
    }
  }

  private void add(String line, String input, int replies, Comparison comparison, boolean finish) {
    steps.add(new Step(line, input, replies, comparison, finish, fresh));
    fresh = false;
  }

  private void pipeline(String line, String input, int replies) {
    var head = steps.removeLast();
    steps.add(
        new Step(
            head.text() + " " + line,
            head.input() + input,
            head.replies() + replies,
            head.comparison(),
            head.finish(),
            head.fresh()));
  }

  private String command(String text) {
    var words = new ArrayList<String>();
    var matcher = WORD.matcher(text);
    while (matcher.find()) {
      if (matcher.group(1) != null) {
        words.add(Escapes.unescape(matcher.group(1)));
      } else {
        words.addAll(expand(matcher.group(2)));
      }
    }
    return dialect.request(words);
  }

  private static List<String> expand(String word) {
    var repeat = REPEAT.matcher(word);
    if (repeat.matches()) {
      return List.of(repeat.group(1).repeat(Integer.parseInt(repeat.group(2))));
    }
    var series = SERIES.matcher(word);
    if (!series.matches()) {
      return List.of(word);
    }
    var words = new ArrayList<String>();
    for (int i = Integer.parseInt(series.group(2)); i <= Integer.parseInt(series.group(3)); i++) {
      for (var prefix : series.group(1).split(",", -1)) {
        words.add(prefix + i);
      }
    }
    return words;
  }
}
