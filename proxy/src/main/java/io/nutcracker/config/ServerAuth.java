// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import org.jspecify.annotations.Nullable;

/**
 * What servers are told with AUTH.
 *
 * @param user null for servers' own default
 */
public record ServerAuth(@Nullable String user, String password) {
  /** Without the password: this may end up in a log. */
  @Override
  public String toString() {
    return "AUTH of " + (user == null ? "the default user" : "user '" + user + "'");
  }
}
