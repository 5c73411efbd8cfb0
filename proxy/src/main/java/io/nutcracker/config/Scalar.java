// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

/** A key or a value of the file. Quoted and plain ones mean the same. */
record Scalar(String text, int line) implements Node {
  /** Without the text, which may be a password. */
  @Override
  public String toString() {
    return "scalar in line " + line;
  }
}
