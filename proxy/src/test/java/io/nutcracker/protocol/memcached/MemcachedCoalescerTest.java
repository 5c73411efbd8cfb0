// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.nutcracker.mbuf.Outlet;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One response out of several, and never one that shifts what the client reads next. */
class MemcachedCoalescerTest {
  private static final String MISFIT = "SERVER_ERROR Invalid argument\r\n";
  private static final String END = "END\r\n";

  private final MemcachedFragmenter fragmenter = new MemcachedFragmenter();
  private final MemcachedCoalescer coalescer = new MemcachedCoalescer();
  private final Outlet client = new Outlet().open();

  @AfterEach
  void noBufferIsLeft() {
    coalescer.clear();
    assertThat(client.received()).isEmpty();
    assertThat(client.usedMemory()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "gets", "gat 60", "gats 60"})
  void valuesComeInTheOrderOfTheKeys(String head) {
    split(head, "0a", "1b", "0c", "1d");

    respond(1, WireText.value("1b", "2") + WireText.value("1d", "4") + END);
    respond(0, WireText.value("0a", "1") + WireText.value("0c", "3") + END);

    assertThat(merged())
        .isEqualTo(
            WireText.value("0a", "1")
                + WireText.value("1b", "2")
                + WireText.value("0c", "3")
                + WireText.value("1d", "4")
                + END);
  }

  /** Where twemproxy moves the values of a server forward. */
  @Test
  void missesDoNotChangeTheOrder() {
    split("get", "0miss", "1hit", "0hit", "1miss", "0end");

    respond(0, WireText.value("0hit", "3") + WireText.value("0end", "5") + END);
    respond(1, WireText.value("1hit", "2") + END);

    assertThat(merged())
        .isEqualTo(
            WireText.value("1hit", "2")
                + WireText.value("0hit", "3")
                + WireText.value("0end", "5")
                + END);
  }

  @Test
  void aKeyMayBeAskedForTwice() {
    String a = WireText.value("0a", "1");
    String b = WireText.value("1b", "2");
    split("get", "0a", "1b", "0a", "0m", "1b", "0a");

    respond(0, a + a + a + END);
    respond(1, b + b + END);

    assertThat(merged()).isEqualTo(a + b + a + b + a + END);
  }

  @Test
  void onlyMissesAreAnEnd() {
    split("get", "0a", "1b");

    respond(0, END);
    respond(1, END);

    assertThat(merged()).isEqualTo(END);
    assertThat(coalescer.isOurError()).isFalse();
  }

  @Test
  void flagsCasAndDataPassThroughUnchanged() {
    String value = "VALUE 0a 4294967295 7 18446744073709551615\r\n\r\nEND\r\n\r\n";
    split("gets", "0a", "1b");

    respond(0, value + END);
    respond(1, END);

    assertThat(merged()).isEqualTo(value + END);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4000, 4096, 4097, 100_000})
  void valuesOfAllSizesPassThroughUnchanged(int size) {
    String data = "v".repeat(size);
    split("get", "0a", "1b", "0c");

    respond(0, WireText.value("0a", data) + WireText.value("0c", "w") + END);
    respondInParts(1, WireText.value("1b", data) + END);

    assertThat(coalescer.heldBytes()).isGreaterThan(2 * size);
    assertThat(merged())
        .isEqualTo(
            WireText.value("0a", data)
                + WireText.value("1b", data)
                + WireText.value("0c", "w")
                + END);
    assertThat(coalescer.heldBytes()).isZero();
  }

  @Test
  void theRequestsBufferMayBeReused() {
    String longKey = "1" + "k".repeat(249);
    for (int filler : List.of(0, 40)) {
      var keys =
          IntStream.range(0, 2 + filler).mapToObj(i -> i % 2 == 0 ? "0a" + i : longKey).toList();
      ByteBuf in = client.allocator().directBuffer();
      in.writeBytes(WireText.bytes("get " + String.join(" ", keys) + "\r\n"));
      start(in, keys);
      in.release();

      respond(0, WireText.value("0a0", "1") + END);
      respond(1, WireText.value(longKey, "2") + END);

      assertThat(merged())
          .isEqualTo(WireText.value("0a0", "1") + WireText.value(longKey, "2") + END);
    }
  }

  /** What servers should never answer to {@code get 0a 0b}. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "VALUE 0c 0 1\r\nx\r\nEND\r\n",
        "VALUE 0 0 1\r\nx\r\nEND\r\n",
        "VALUE 0aa 0 1\r\nx\r\nEND\r\n",
        "VALUE 1c 0 1\r\nx\r\nEND\r\n",
        "VALUE  0 1\r\nx\r\nEND\r\n",
        "VALUE 0b 0 1\r\nx\r\nVALUE 0a 0 1\r\nx\r\nEND\r\n",
        "VALUE 0a 0 1\r\nx\r\nVALUE 0a 0 1\r\nx\r\nEND\r\n",
        "VALUE 0a 0 1\r\nx\r\nVALUE 0b 0 1\r\nx\r\nVALUE 0b 0 1\r\nx\r\nEND\r\n",
        "STAT 0a 1\r\nEND\r\n",
        "STORED\r\n",
        "NOT_FOUND\r\n",
        "OK\r\n",
        "1\r\n",
        "HD\r\n",
        "EN\r\n",
        "VA 3\r\nEND\r\n",
        "VERSION 1\r\n"
      })
  void aMisfitBecomesAnError(String misfit) {
    split("get", "0a", "1c", "0b", "1d");
    respond(1, WireText.value("1c", "1") + WireText.value("1d", "2") + END);
    respond(0, misfit);

    assertThat(coalescer.isOurError()).isTrue();
    assertThat(merged()).isEqualTo(MISFIT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ERROR\r\n",
        "CLIENT_ERROR bad command line format\r\n",
        "SERVER_ERROR out of memory\r\n",
        "SERVER_ERROR \rfoo\nbar\r\n"
      })
  void aServersErrorReachesTheClientInItsOwnWords(String error) {
    for (String before : List.of("", WireText.value("1b", "2"))) {
      split("get", "0a", "1b", "1c");

      respond(0, WireText.value("0a", "1") + END);
      respond(1, before + error);

      assertThat(coalescer.isOurError()).isFalse();
      assertThat(merged()).isEqualTo(error);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"flush_all", "flush_all 10 noreply", "verbosity 1"})
  void whatAllServersDidIsOk(String request) {
    broadcast(request, "s0", "s1", "s2");

    respond(2, "OK\r\n");
    respond(0, "OK\r\n");
    respond(1, "OK\r\n");

    assertThat(merged()).isEqualTo("OK\r\n");
    assertThat(coalescer.isOurError()).isFalse();
  }

  @Test
  void ofSeveralErrorsTheFirstServersIsSeen() {
    broadcast("flush_all", "s0", "s1", "s2");

    respond(2, "CLIENT_ERROR third\r\n");
    coalescer.onFailure(0, MemcachedReplies.serverError("first"));
    respond(1, "CLIENT_ERROR second\r\n");

    assertThat(coalescer.isOurError()).isTrue();
    assertThat(merged()).isEqualTo("SERVER_ERROR first\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RESET\r\n", "END\r\n", "1\r\n", "VALUE a 0 2\r\nOK\r\nEND\r\n"})
  void anythingElseThanOkIsAnError(String misfit) {
    broadcast("flush_all", "s0", "s1");

    respond(0, "OK\r\n");
    respond(1, misfit);

    assertThat(coalescer.isOurError()).isTrue();
    assertThat(merged()).isEqualTo(MISFIT);
  }

  @Test
  void aClearedCoalescerRemembersNothing() {
    split("get", "0a", "1b");
    respond(0, WireText.value("0a", "1") + END);
    coalescer.onFailure(1, MemcachedReplies.serverError("gone"));
    coalescer.clear();

    split("get", "0a", "1b");
    respond(0, END);
    respond(1, END);

    assertThat(coalescer.isOurError()).isFalse();
    assertThat(merged()).isEqualTo(END);
  }

  @Test
  void clearingReleasesWhatIsHeld() {
    split("get", "0a", "1b");
    respond(0, WireText.value("0a", "v".repeat(10_000)) + END);

    coalescer.clear();

    assertThat(client.usedMemory()).isZero();
  }

  @Test
  void aHundredThousandKeysCostLinearTime() {
    int keys = 100_000;
    String[] asked =
        IntStream.range(0, keys).mapToObj(i -> i % 2 + "key:" + i / 4).toArray(String[]::new);
    var wire = List.of(new StringBuilder(), new StringBuilder());
    var expected = new StringBuilder();
    for (int i = 0; i < keys; i++) {
      if (i % 3 == 0 && i % 4 < 2) { // Misses between, and the first of two of a name.
        wire.get(i % 2).append(WireText.value(asked[i], "value"));
        expected.append(WireText.value(asked[i], "value"));
      }
    }
    split("get", asked);

    assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          respondInParts(0, wire.get(0) + END);
          respondInParts(1, wire.get(1) + END);
          assertThat(merged()).isEqualTo(expected + END);
        });
  }

  /** Splits a request for keys, each of which starts with the digit of its server. */
  private void split(String head, String... keys) {
    start(WireText.buffer(head + " " + String.join(" ", keys) + "\r\n"), List.of(keys));
  }

  private void start(ByteBuf in, List<String> keys) {
    var parser = ParsedRequest.at(in, 0);
    fragmenter.split(in, 0, parser, KeyPlacement.byFirstDigit(2, keys), 2);
    coalescer.start(fragmenter, client.buffer(), List.of("s0", "s1"));
  }

  private void broadcast(String request, String... servers) {
    ByteBuf in = WireText.buffer(request + "\r\n");
    fragmenter.broadcast(in, 0, ParsedRequest.at(in, 0), servers.length);
    coalescer.start(fragmenter, client.buffer(), List.of(servers));
  }

  private void respond(int fragment, String response) {
    ByteBuf in = client.allocator().directBuffer();
    in.writeBytes(WireText.bytes("xx" + response + "yy"));
    coalescer.onResponse(fragment, in, 2, response.length(), client.buffer());
    in.release();
  }

  /** As a response that was read in several parts. */
  private void respondInParts(int fragment, String response) {
    CompositeByteBuf in = client.allocator().compositeDirectBuffer(Integer.MAX_VALUE);
    byte[] bytes = WireText.bytes(response);
    for (int at = 0; at < bytes.length; at += 5000) {
      int length = Math.min(5000, bytes.length - at);
      in.addComponent(true, client.allocator().directBuffer().writeBytes(bytes, at, length));
    }
    coalescer.onResponse(fragment, in, 0, bytes.length, client.buffer());
    in.release();
  }

  private String merged() {
    coalescer.write(client.buffer());
    coalescer.clear();
    return client.received();
  }
}
