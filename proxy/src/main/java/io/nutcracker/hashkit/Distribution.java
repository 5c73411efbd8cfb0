// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.hashkit;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** How hashes are spread over the servers of a pool. */
public enum Distribution {
  KETAMA("ketama"),
  MODULA("modula"),
  RANDOM("random");

  /** The generator for {@link #continuum} at run time: draws from the calling thread's own one. */
  public static final RandomGenerator PER_THREAD_RANDOM =
      () -> ThreadLocalRandom.current().nextLong();

  private final String configName;

  Distribution(String configName) {
    this.configName = configName;
  }

  /** The distribution's name in the configuration file. */
  public String configName() {
    return configName;
  }

  /**
   * How hashes are spread over a pool's servers while all of them are live, and while some are not:
   * an ejected server is left out as if it had not been configured.
   *
   * @param servers at least one, in the pool's order
   * @param random what {@link #RANDOM} draws from. All workers use it at once, so it must be safe
   *     for that: {@link #PER_THREAD_RANDOM}, or anything in a test with one thread
   */
  public Continua continua(List<RingServer> servers, RandomGenerator random) {
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("a continuum needs a live server");
    }
    return switch (this) {
      case KETAMA -> new KetamaPoints(servers);
      case MODULA -> Modula::new;
      case RANDOM -> live -> new RandomDistribution(live, random);
    };
  }

  /** The {@link #continua} for these servers, and no others. */
  public Continuum continuum(List<RingServer> live, RandomGenerator random) {
    return continua(live, random).over(live);
  }

  /**
   * Whether this distribution sends practically every key to the same server when keys are hashed
   * with {@code hash}: ketama's points span 32 bits while crc32 gives 15, less than the first point
   * of most rings. Kept for compatibility, but worth a warning.
   */
  public boolean crowdsOneServer(KeyHash hash) {
    return this == KETAMA && hash == KeyHash.CRC32;
  }
}
