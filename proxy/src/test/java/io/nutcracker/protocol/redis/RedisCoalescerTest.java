// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.nutcracker.mbuf.Outlet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One response out of several, and never one that shifts what the client reads next. */
class RedisCoalescerTest {
  private static final String MISFIT = "-ERR Invalid argument\r\n";

  private final RedisFragmenter fragmenter = new RedisFragmenter();
  private final RedisCoalescer coalescer = new RedisCoalescer();
  private final Outlet client = new Outlet().open();

  @AfterEach
  void noBufferIsLeft() {
    coalescer.clear();
    assertThat(client.received()).isEmpty();
    assertThat(client.usedMemory()).isZero();
  }

  @Test
  void elementsComeInTheOrderOfTheKeys() {
    split(RedisCommand.MGET, "0a", "1b", "0c");

    respond(1, "*1\r\n$-1\r\n");
    respond(0, "*2\r\n$1\r\n1\r\n$1\r\n3\r\n");

    assertThat(merged()).isEqualTo("*3\r\n$1\r\n1\r\n$-1\r\n$1\r\n3\r\n");
    assertThat(coalescer.isOurError()).isFalse();
  }

  @Test
  void anElementMayBeAnything() {
    split(RedisCommand.MGET, "0a", "1b", "0c", "1d");

    respond(0, "*2\r\n*2\r\n:1\r\n*1\r\n+deep\r\n-WRONGTYPE\r\n");
    respond(1, "*2\r\n*-1\r\n:-7\r\n");

    assertThat(merged()).isEqualTo("*4\r\n*2\r\n:1\r\n*1\r\n+deep\r\n*-1\r\n-WRONGTYPE\r\n:-7\r\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4096, 4097, 100_000})
  void valuesOfAllSizesPassThroughUnchanged(int size) {
    String value = Wire.bulk("v".repeat(size));
    split(RedisCommand.MGET, "0a", "1b", "0c");

    respond(0, "*2\r\n" + value + Wire.bulk("w"));
    respondInParts(1, "*1\r\n" + value);

    assertThat(coalescer.heldBytes()).isEqualTo(2 * value.length() + "$1\r\nw\r\n".length());
    assertThat(merged()).isEqualTo("*3\r\n" + value + value + Wire.bulk("w"));
  }

  @Test
  void countsAreAddedUp() {
    split(RedisCommand.DEL, "0a", "1b", "2c");

    respond(0, ":1\r\n");
    respond(2, ":999999999999999999\r\n");
    respond(1, ":0\r\n");

    assertThat(merged()).isEqualTo(":1000000000000000000\r\n");
  }

  @Test
  void statusesBecomeOk() {
    split(RedisCommand.MSET, "0a", "1b");

    respond(0, "+OK\r\n");
    respond(1, "+QUEUED\r\n");

    assertThat(merged()).isEqualTo("+OK\r\n");
  }

  /** What servers should never answer to a fragment with two keys. */
  static Stream<String> misfits() {
    return Stream.of(
        "*-1\r\n",
        "*0\r\n",
        "*1\r\n$1\r\na\r\n",
        "*3\r\n$1\r\na\r\n$1\r\nb\r\n$1\r\nc\r\n",
        ":-1\r\n",
        ":9223372036854775807\r\n",
        ":00\r\n",
        "$2\r\nOK\r\n",
        "$-1\r\n");
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void aMisfitBecomesAnError(String misfit) {
    for (var command : List.of(RedisCommand.MGET, RedisCommand.DEL, RedisCommand.MSET)) {
      split(command, "0a", "0b", "1c", "1d");
      respond(1, misfit);
      respond(0, fitting(command));

      assertThat(coalescer.isOurError()).as("%s", command).isTrue();
      assertThat(merged()).as("%s", command).isEqualTo(MISFIT);
    }
  }

  @Test
  void aResponseOfAnotherKindBecomesAnError() {
    for (var command : List.of(RedisCommand.MGET, RedisCommand.DEL, RedisCommand.MSET)) {
      for (var other : List.of(RedisCommand.MGET, RedisCommand.DEL, RedisCommand.MSET)) {
        split(command, "0a", "0b", "1c", "1d");
        respond(0, fitting(other));
        respond(1, fitting(command));

        assertThat(coalescer.isOurError()).isEqualTo(command != other);
        assertThat(merged().equals(MISFIT)).isEqualTo(command != other);
      }
    }
  }

  private static String fitting(RedisCommand command) {
    return switch (requireNonNull(command.merge())) {
      case ARRAY -> "*2\r\n$1\r\na\r\n$1\r\nb\r\n";
      case SUM -> ":2\r\n";
      case OK -> "+OK\r\n";
    };
  }

  @Test
  void aServersErrorReachesTheClientInItsOwnWords() {
    split(RedisCommand.MGET, "0a", "1b");

    respond(0, "*1\r\n$1\r\n1\r\n");
    respond(1, "-LOADING Redis is loading the dataset in memory\r\n");

    assertThat(coalescer.isOurError()).isFalse();
    assertThat(merged()).isEqualTo("-LOADING Redis is loading the dataset in memory\r\n");
  }

  @Test
  void ofSeveralErrorsTheFirstFragmentsIsSeen() {
    split(RedisCommand.DEL, "0a", "1b", "2c");

    respond(2, "-ERR third\r\n");
    coalescer.onFailure(0, RedisReplies.error("ERR first"));
    respond(1, "-ERR second\r\n");

    assertThat(coalescer.isOurError()).isTrue();
    assertThat(merged()).isEqualTo("-ERR first\r\n");
  }

  @Test
  void aClearedCoalescerRemembersNothing() {
    split(RedisCommand.DEL, "0a", "1b");
    respond(0, ":5\r\n");
    coalescer.onFailure(1, RedisReplies.error("ERR gone"));
    coalescer.clear();

    split(RedisCommand.DEL, "0a", "1b");
    respond(0, ":1\r\n");
    respond(1, ":1\r\n");

    assertThat(coalescer.isOurError()).isFalse();
    assertThat(merged()).isEqualTo(":2\r\n");
  }

  @Test
  void clearingReleasesWhatIsHeld() {
    split(RedisCommand.MGET, "0a", "1b");
    respond(0, "*1\r\n" + Wire.bulk("v".repeat(10_000)));

    coalescer.clear();

    assertThat(client.usedMemory()).isZero();
  }

  @Test
  void aHundredThousandKeysCostLinearTime() {
    int keys = 100_000;
    var arguments = new String[keys];
    for (int i = 0; i < keys; i++) {
      arguments[i] = i % 2 + "k";
    }
    split(RedisCommand.MGET, arguments);
    String half = Wire.array(Collections.nCopies(keys / 2, "value"));

    assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          respondInParts(0, half);
          respondInParts(1, half);
          assertThat(merged()).isEqualTo(Wire.array(Collections.nCopies(keys, "value")));
        });
  }

  /** Splits a request for keys, each of which starts with the digit of its server. */
  private void split(RedisCommand command, String... keys) {
    var placement = new Placement();
    var elements = new ArrayList<>(List.of(command.name()));
    for (String key : keys) {
      placement.put(key.charAt(0) - '0', key);
      elements.add(key);
      elements.addAll(Collections.nCopies(command.elements().keyStep() - 1, "value"));
    }
    ByteBuf in = Wire.buffer(Wire.array(elements));
    fragmenter.split(in, 0, command, elements.size(), placement.router(3), 3);
    coalescer.start(requireNonNull(command.merge()), fragmenter);
  }

  private void respond(int fragment, String response) {
    ByteBuf in = client.allocator().directBuffer().writeBytes(Wire.bytes(response));
    coalescer.onResponse(fragment, in, 0, response.length(), client.buffer());
    in.release();
  }

  /** As a response that was read in several parts. */
  private void respondInParts(int fragment, String response) {
    CompositeByteBuf in = client.allocator().compositeDirectBuffer(Integer.MAX_VALUE);
    byte[] bytes = Wire.bytes(response);
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
