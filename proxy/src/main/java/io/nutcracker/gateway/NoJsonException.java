// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.gateway;

/** A reply that this program does not write as JSON. */
final class NoJsonException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NoJsonException(String text) {
    super(text, null, false, false);
  }
}
