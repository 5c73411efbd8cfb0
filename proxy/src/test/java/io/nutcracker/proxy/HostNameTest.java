// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.proxy.HostName.Answer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How many lookups many questions become, on a thread and a clock that the tests play. */
class HostNameTest {
  private static final InetAddress FIRST = address(1);
  private static final InetAddress SECOND = address(2);

  private final Queue<Runnable> lookups = new ArrayDeque<>();
  private final ArrayList<Answer> answers = new ArrayList<>();
  private @Nullable InetAddress current = FIRST;
  private long nowNanos = Long.MAX_VALUE - 5;
  private final HostName name =
      new HostName("cache.example", this::resolve, lookups::add, () -> nowNanos);

  private static InetAddress address(int last) {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private InetAddress resolve(String host) throws UnknownHostException {
    assertThat(host).isEqualTo("cache.example");
    if (current == null) {
      throw new UnknownHostException(host);
    }
    return current;
  }

  private void finishLookup() {
    lookups.remove().run();
  }

  @Test
  void whoeverAsksDuringALookupGetsItsAnswer() {
    for (int i = 0; i < 1000; i++) {
      name.ask(answers::add);
      name.ask(answer -> answers.add(answer));
    }
    assertThat(answers).isEmpty();
    finishLookup();
    assertThat(lookups).isEmpty();
    assertThat(answers).hasSize(2000).containsOnly(new Answer.Found(FIRST));
  }

  @Test
  void anAnswerHoldsForASecond() {
    name.ask(answers::add);
    finishLookup();
    current = SECOND;
    nowNanos += HostName.ANSWER_LASTS_NANOS - 1;
    name.ask(answers::add);
    assertThat(lookups).isEmpty();
    assertThat(answers).containsExactly(new Answer.Found(FIRST), new Answer.Found(FIRST));
    nowNanos++;
    name.ask(answers::add);
    finishLookup();
    assertThat(answers).last().isEqualTo(new Answer.Found(SECOND));
  }

  @Test
  void soDoesARefusal() {
    current = null;
    name.ask(answers::add);
    finishLookup();
    current = FIRST;
    name.ask(answers::add);
    assertThat(lookups).isEmpty();
    assertThat(answers).hasSize(2).allMatch(answer -> answer instanceof Answer.Unknown);
    nowNanos += HostName.ANSWER_LASTS_NANOS;
    name.ask(answers::add);
    finishLookup();
    assertThat(answers).last().isEqualTo(new Answer.Found(FIRST));
  }

  /** The time that a name server needs is none in which it would be asked again. */
  @Test
  void theSecondBeginsWithTheAnswer() {
    name.ask(answers::add);
    nowNanos += 100 * HostName.ANSWER_LASTS_NANOS;
    name.ask(answers::add);
    finishLookup();
    name.ask(answers::add);
    assertThat(lookups).isEmpty();
    assertThat(answers).hasSize(3);
  }

  @Test
  void whoHasGoneIsNotToldAndLeavesNothing() {
    name.ask(answers::add);
    for (int i = 0; i < 1000; i++) {
      var gone = new ArrayList<Answer>();
      Consumer<Answer> onAnswer = gone::add;
      name.ask(onAnswer);
      name.cancel(onAnswer);
      assertThat(gone).isEmpty();
    }
    assertThat(name.waiting()).isEqualTo(1);
    assertThat(lookups).hasSize(1);
    finishLookup();
    assertThat(answers).hasSize(1);
    assertThat(name.waiting()).isZero();
  }

  @Test
  void aResolverThatBreaksIsAskedAgain() {
    var broken =
        new HostName(
            "cache.example",
            _ -> {
              throw new IllegalStateException("broken");
            },
            lookups::add,
            () -> nowNanos);
    for (int i = 1; i <= 3; i++) {
      broken.ask(answers::add);
      finishLookup();
      assertThat(answers).hasSize(i).allMatch(answer -> answer instanceof Answer.Unknown);
      nowNanos += HostName.ANSWER_LASTS_NANOS;
    }
  }

  /** With threads, and the system's clock. */
  @Test
  void aHerdOfWorkersMakesOneLookup() {
    var asked = new AtomicInteger();
    var herd = new CountDownLatch(8 * 250);
    var names =
        HostNames.askedOf(_ -> {
          asked.incrementAndGet();
          Awaitility.await().until(() -> herd.getCount() == 0);
          return FIRST;
        });
    var told = new ConcurrentLinkedQueue<Answer>();
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 8 * 250; i++) {
        threads.execute(() -> {
          names.get("cache.example").ask(told::add);
          herd.countDown();
        });
      }
    }
    Awaitility.await().until(() -> told.size() == 8 * 250);
    assertThat(asked).hasValue(1);
  }
}
