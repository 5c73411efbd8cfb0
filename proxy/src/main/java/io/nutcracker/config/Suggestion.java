// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds the word that was probably meant. */
final class Suggestion {
  private Suggestion() {}

  /** {@code "; did you mean 'timeout'?"}, or nothing when no known word is near. */
  static String of(String word, Collection<String> known) {
    int farthest = Math.max(1, word.length() / 3);
    return known.stream()
        .filter(candidate -> distance(word, candidate) <= farthest)
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
        .map(nearest -> "; did you mean '" + nearest + "'?")
        .orElse("");
  }

  /**
   * How many letters must be changed, added, left out or swapped with their neighbour to get from
   * one word to the other, upper and lower case being the same (optimal string alignment).
   */
  static int distance(String from, String to) {
    String a = from.toLowerCase(Locale.ROOT);
    String b = to.toLowerCase(Locale.ROOT);
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
