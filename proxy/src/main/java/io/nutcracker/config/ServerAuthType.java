// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import io.nutcracker.config.Findings.Spot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the value of {@code server_auth}. */
final class ServerAuthType {
  private static final String USER = "user";
  private static final String PASSWORD = "password";

  private ServerAuthType() {}

  static @Nullable ServerAuth read(Node node, Spot spot, Secrets secrets) {
    if (!(node instanceof Node.Mapping mapping)) {
      spot.refuse(null, "must be a mapping with a password, and a user if servers know several");
      return null;
    }
    var fields = new Fields(mapping, spot, List.of(USER, PASSWORD));
    if (fields.areKnown() && !fields.has(PASSWORD)) {
      fields.at(PASSWORD).refuse(null, "is missing");
    }
    String user = fields.text(USER);
    Node password = fields.node(PASSWORD);
    String secret =
        password == null ? null : PasswordType.read(password, fields.at(PASSWORD), secrets);
    boolean hasBadUser = fields.has(USER) && user == null;
    return secret == null || hasBadUser ? null : new ServerAuth(user, secret);
  }
}
