// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.conformance.Transcript.Step;
import io.nutcracker.testing.Resp;
import org.junit.jupiter.api.Test;

/** How transcripts are written. */
final class TranscriptParserTest {
  @Test
  void readsCommandsWithQuotedAndExpandedWords() {
    assertThat(input("> SET \"a \\x00\\r\\n\\\"b\" \"\""))
        .isEqualTo(Resp.command("SET", "a \u0000\r\n\"b", ""));
    assertThat(input("> MGET {k:}1..3")).isEqualTo(Resp.command("MGET", "k:1", "k:2", "k:3"));
    assertThat(input("> MSET {k:,v}1..2"))
        .isEqualTo(Resp.command("MSET", "k:1", "v1", "k:2", "v2"));
    assertThat(input("> GET {x*5} {tag}x")).isEqualTo(Resp.command("GET", "xxxxx", "{tag}x"));
  }

  @Test
  void joinsPipelinedCommandsIntoOneStep() {
    var step = onlyStep("> GET a\n+ GET b");
    assertThat(step.input()).isEqualTo(Resp.command("GET", "a") + Resp.command("GET", "b"));
    assertThat(step.replies()).isEqualTo(2);
  }

  @Test
  void readsRawBytesAndTheirNumberOfReplies() {
    assertThat(onlyStep(">> PING\\r\\n"))
        .isEqualTo(new Step(">> PING\\r\\n", "PING\r\n", 1, Comparison.EXACT, false, true));
    assertThat(onlyStep(">>0 \\r\\n").replies()).isZero();
    assertThat(onlyStep(">| *1\\r\\n").finish()).isTrue();
  }

  @Test
  void readsCommandsWithAnotherNumberOfReplies() {
    var step = onlyStep(">0 SET k v\n+3 GET k");
    assertThat(step.input()).isEqualTo(Resp.command("SET", "k", "v") + Resp.command("GET", "k"));
    assertThat(step.replies()).isEqualTo(3);
  }

  @Test
  void writesMemcachedLinesWithTheirDataBlocks() {
    var text = "pool: p\n> set {k*3} 0 0 4 / \"a\\r\\nb\"\n+ get {k:}1..2";
    var steps = TranscriptParser.parse("t", Dialect.MEMCACHED, text).steps();
    assertThat(steps.getFirst().input()).isEqualTo("set kkk 0 0 4\r\na\r\nb\r\nget k:1 k:2\r\n");
  }

  @Test
  void beginsANewConnectionWhereTold() {
    assertThat(parse("> PING\n> PING\nnew connection\n> PING"))
        .extracting(Transcript::steps)
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(Step.class))
        .extracting(Step::fresh)
        .containsExactly(true, false, true);
  }

  private static String input(String line) {
    return onlyStep(line).input();
  }

  private static Step onlyStep(String text) {
    return parse(text).steps().getFirst();
  }

  private static Transcript parse(String text) {
    return TranscriptParser.parse("t", Dialect.REDIS, "pool: p\n" + text);
  }
}
