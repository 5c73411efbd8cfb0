// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.Unpooled;
import io.nutcracker.hashkit.Distribution;
import io.nutcracker.hashkit.KeyHash;
import io.nutcracker.hashkit.KeyRouter;
import io.nutcracker.hashkit.RingServer;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What one fault excuses: requests for keys of the servers that it strikes, from its beginning
 * until a while after its end. All other requests must succeed, and so must these at other times.
 */
final class Outage implements Excuses {
  private static final long NOT_YET = Long.MAX_VALUE;

  private final Set<Integer> stricken;
  private final Fault fault;
  private final boolean ejects;
  private final long recoveryNanos;
  private final KeyRouter router;
  private volatile long beginNanos = NOT_YET;
  private volatile long endNanos = NOT_YET;

  /**
   * An outage that is still to come.
   *
   * @param serverNames in the pool's order
   * @param stricken the index of each server that suffers it
   * @param ejects whether keys move to other servers meanwhile
   * @param recoveryNanos how long after the end requests may still fail
   */
  Outage(
      Fault fault,
      List<String> serverNames,
      Set<Integer> stricken,
      boolean ejects,
      long recoveryNanos) {
    this.fault = fault;
    this.stricken = stricken;
    this.ejects = ejects;
    this.recoveryNanos = recoveryNanos;
    var ring =
        IntStream.range(0, serverNames.size())
            .mapToObj(i -> new RingServer(i, serverNames.get(i), 1))
            .toList();
    // The defaults of a pool.
    this.router =
        new KeyRouter(
            KeyHash.FNV1A_64,
            null,
            Distribution.KETAMA.continuum(ring, Distribution.PER_THREAD_RANDOM),
            ring.size());
  }

  void begin() {
    beginNanos = Load.now();
  }

  void end() {
    endNanos = Load.now();
  }

  /** How long after the end the last request was sent that failed, or 0. */
  long recoveryMs(Figures figures) {
    return Math.max(0, figures.lastFailureNanos() - endNanos) / 1_000_000;
  }

  @Override
  public boolean mayFail(String text, List<String> keys, long sentNanos, long answeredNanos) {
    var end = endNanos;
    return isFor(text)
        && answeredNanos >= beginNanos
        && (end == NOT_YET || sentNanos <= end + recoveryNanos)
        && keys.stream().anyMatch(this::isStricken);
  }

  /** A worker ejects a server for all: others may be about to send it a request. */
  private boolean isFor(String text) {
    return fault.texts().contains(text) || (ejects && text.equals("Connection refused"));
  }

  /**
   * A server that loses its data has lost what was written before it was there again. When it is
   * ejected, its keys are written to other servers, and out of sight when it is back.
   */
  @Override
  public boolean mayBeForgotten(String key, long writtenNanos) {
    var mayHaveMoved = ejects && !fault.texts().isEmpty();
    var mayBeLost = fault.losesData() && writtenNanos < endNanos;
    return Load.now() >= beginNanos && (mayHaveMoved || mayBeLost) && isStricken(key);
  }

  @Override
  public String toString() {
    return "%s from %d ms to %d ms".formatted(fault, beginNanos / 1_000_000, endNanos / 1_000_000);
  }

  boolean isStricken(String key) {
    var bytes = Unpooled.wrappedBuffer(key.getBytes(ISO_8859_1));
    return stricken.contains(router.serverIndex(bytes, 0, bytes.readableBytes()));
  }
}
