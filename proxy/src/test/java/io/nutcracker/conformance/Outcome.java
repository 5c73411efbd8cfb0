// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.conformance;

/**
 * What a client saw in one step.
 *
 * @param replies the replies' {@linkplain Comparison#essence essence}
 * @param closed whether the connection was closed on the client
 */
record Outcome(String replies, boolean closed) {
  private static final int SHOWN = 300;

  /** The form used in {@code intended-differences.tsv} and in failures. */
  @Override
  public String toString() {
    var escaped = Escapes.escape(replies);
    var shown = escaped.length() <= SHOWN ? escaped : escaped.substring(0, SHOWN) + "...";
    return closed ? (shown + " CLOSED").strip() : shown;
  }
}
