// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

/** The stats port did not say what it was asked for. */
final class NoAnswerException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What may help. */
  enum Kind {
    /** Nobody is there, or nobody answers: to ask again may help. */
    UNREACHABLE,
    /** The admin token is missing or wrong. */
    LOCKED,
    /** Somebody is there who does not speak HTTP. */
    NO_HTTP,
    /** It speaks HTTP and does not have what was asked for. */
    REFUSED
  }

  private final Kind kind;
  private final String reason;

  /**
   * @param reason as the end of a sentence that begins with the port's address
   */
  NoAnswerException(Kind kind, String reason) {
    super(reason);
    this.kind = kind;
    this.reason = reason;
  }

  String reason() {
    return reason;
  }

  Kind kind() {
    return kind;
  }
}
