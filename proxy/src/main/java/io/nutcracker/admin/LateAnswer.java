// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

/**
 * An answer that comes later, or in pieces. Runs on the admin port's thread and must not wait for
 * anything. Whether the visitor is still there tells the {@link AdminRequest#connection}.
 */
@FunctionalInterface
public non-sealed interface LateAnswer extends AdminAnswer {
  /** Begins to make the answer, which goes to this recipient, maybe before this returns. */
  void start(Recipient recipient);
}
