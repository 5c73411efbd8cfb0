// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.conformance;

import java.util.List;

/**
 * What one client says, step by step.
 *
 * @param name the file's name without its ending
 * @param pool the pool it is meant for, by name
 */
record Transcript(String name, Dialect dialect, String pool, List<Step> steps) {
  /**
   * One or more requests sent at once, and how to look at the replies.
   *
   * @param text the step as written, to find it by
   * @param input the bytes to send
   * @param replies how many replies a healthy connection gives
   * @param finish whether the client closes its sending side after the input
   * @param fresh whether the step begins a connection of its own
   */
  record Step(
      String text,
      String input,
      int replies,
      Comparison comparison,
      boolean finish,
      boolean fresh) {}

  @Override
  public String toString() {
    return name;
  }
}
