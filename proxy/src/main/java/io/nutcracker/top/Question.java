// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

/**
 * What is to be asked: only what is shown.
 *
 * @param pool empty for the first
 * @param isPaused whether nothing is to be asked
 */
record Question(View view, String pool, boolean isPaused) {
  static Question of(Place place) {
    return new Question(place.view(), place.pool(), place.isPaused());
  }
}
