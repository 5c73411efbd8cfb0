// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.nutcracker.config.HostResolver;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One name of a server. However many connections want its address, there is one lookup at a time,
 * for all of them; and its answer, good or bad, is the answer for one second. So a name server is
 * not asked for each request while a server, or the name server itself, is down.
 *
 * <p>Used by all workers. The lock is held for a few instructions, never during a lookup.
 */
final class HostName {
  private static final Logger log = LoggerFactory.getLogger(HostName.class);

  static final long ANSWER_LASTS_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** What a lookup found. */
  sealed interface Answer {
    record Found(InetAddress address) implements Answer {}

    record Unknown(Exception why) implements Answer {}
  }

  private final String name;
  private final HostResolver resolver;
  private final Executor threads;
  private final LongSupplier nanoTime;

  /** Bounded by the connections: each takes back its question when it is closed. */
  private final Set<Consumer<Answer>> waiting = new LinkedHashSet<>();

  /** Whether a lookup is under way. */
  private boolean asking;

  private @Nullable Answer answer;
  private long answeredNanos;

  HostName(String name, HostResolver resolver, Executor threads, LongSupplier nanoTime) {
    this.name = name;
    this.resolver = resolver;
    this.threads = threads;
    this.nanoTime = nanoTime;
  }

  /**
   * Asks for the address, without blocking.
   *
   * @param onAnswer told once: now if the answer is known, else by the thread of the lookup
   */
  void ask(Consumer<Answer> onAnswer) {
    Answer known = currentAnswerOrWait(onAnswer);
    if (known != null) {
      onAnswer.accept(known);
    }
  }

  private synchronized @Nullable Answer currentAnswerOrWait(Consumer<Answer> onAnswer) {
    if (answer != null && nanoTime.getAsLong() - answeredNanos < ANSWER_LASTS_NANOS) {
      return answer;
    }
    waiting.add(onAnswer);
    if (!asking) {
      asking = true;
      threads.execute(this::lookUp);
    }
    return null;
  }

  /** Takes back {@link #ask}: who wanted to know has gone. */
  synchronized void cancel(Consumer<Answer> onAnswer) {
    waiting.remove(onAnswer);
  }

  /** How many want to know. */
  synchronized int waiting() {
    return waiting.size();
  }

  private void lookUp() {
    Answer found = find();
    answered(found).forEach(onAnswer -> onAnswer.accept(found));
  }

  private Answer find() {
    try {
      return new Answer.Found(resolver.resolve(name));
    } catch (UnknownHostException | RuntimeException e) {
      log.error("address resolution of node '{}' failed: {}", name, e.getMessage());
      return new Answer.Unknown(e);
    }
  }

  private synchronized List<Consumer<Answer>> answered(Answer found) {
    if (answer != null && !answer.equals(found) && found instanceof Answer.Found(var address)) {
      log.info("node '{}' is at {} now", name, address.getHostAddress());
    }
    asking = false;
    answer = found;
    answeredNanos = nanoTime.getAsLong();
    List<Consumer<Answer>> told = List.copyOf(waiting);
    waiting.clear();
    return told;
  }
}
