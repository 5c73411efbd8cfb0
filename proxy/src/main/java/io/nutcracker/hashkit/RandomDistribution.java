// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.hashkit;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A live server drawn anew for each key, all equally likely. As twemproxy: weights are ignored.
 *
 * <p>Safe for all workers at once if the generator is.
 */
final class RandomDistribution implements Continuum {
  private final int[] serverIndices;
  private final RandomGenerator random;

  RandomDistribution(List<RingServer> live, RandomGenerator random) {
    serverIndices = live.stream().mapToInt(RingServer::index).toArray();
    this.random = random;
  }

  @Override
  public int serverIndex(int hash) {
    return serverIndices[random.nextInt(serverIndices.length)];
  }

  @Override
  public boolean usesHash() {
    return false;
  }
}
