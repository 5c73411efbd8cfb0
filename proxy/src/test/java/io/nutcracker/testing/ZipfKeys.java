// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.testing;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Keys as people ask for them: the n-th 1/n as often as the first, which is Zipf's law. */
public final class ZipfKeys {
  /** For each key how often it and all before it are asked for, if the first is once. */
  private final double[] upTo;

  private final SplittableRandom random;

  public ZipfKeys(int keys, long seed) {
    random = new SplittableRandom(seed);
    upTo = new double[keys];
    double sum = 0;
    for (int i = 0; i < keys; i++) {
      sum += 1.0 / (i + 1);
      upTo[i] = sum;
    }
  }

  /** A key: 0 is the hottest. */
  public int next() {
    int found = Arrays.binarySearch(upTo, random.nextDouble() * upTo[upTo.length - 1]);
    return found < 0 ? -found - 1 : found;
  }
}
