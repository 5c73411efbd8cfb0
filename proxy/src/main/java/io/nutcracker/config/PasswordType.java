// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import io.nutcracker.config.Findings.Spot;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A password: a text, or where it is to be found, {@code {file: path}} or {@code {env: name}}. */
final class PasswordType {
  private static final String FILE = "file";
  private static final String ENV = "env";

  private PasswordType() {}

  static @Nullable String read(Node node, Spot spot, Secrets secrets) {
    return switch (node) {
      case Scalar scalar -> scalar.text();
      case Node.Mapping mapping -> found(mapping, spot, secrets);
      case Node.Sequence _ -> {
        spot.refuse(
            null, "is a sequence; a password is a text, or a mapping with one of [file, env]");
        yield null;
      }
    };
  }

  private static @Nullable String found(Node.Mapping mapping, Spot spot, Secrets secrets) {
    var fields = new Fields(mapping, spot, List.of(FILE, ENV));
    if (!fields.areKnown()) {
      return null;
    }
    if (fields.has(FILE) == fields.has(ENV)) {
      spot.refuse(null, "needs either a file or an env");
      return null;
    }
    return fields.has(FILE) ? ofFile(fields, secrets) : ofVariable(fields, secrets);
  }

  private static @Nullable String ofFile(Fields fields, Secrets secrets) {
    String path = fields.text(FILE);
    if (path == null) {
      return null;
    }
    try {
      return filled(secrets.file(path).replaceFirst("\r?\n\\z", ""), path, fields.at(FILE));
    } catch (IOException | InvalidPathException e) {
      String reason = e.getClass().getSimpleName();
      fields.at(FILE).refuse(path, "cannot be read as text in UTF-8: " + reason);
      return null;
    }
  }

  private static @Nullable String ofVariable(Fields fields, Secrets secrets) {
    String name = fields.text(ENV);
    if (name == null) {
      return null;
    }
    String value = secrets.variable(name);
    if (value == null) {
      fields.at(ENV).refuse(name, "is not set in the environment");
      return null;
    }
    return filled(value, name, fields.at(ENV));
  }

  private static @Nullable String filled(String password, String source, Spot spot) {
    if (password.isEmpty()) {
      spot.refuse(source, "is empty");
      return null;
    }
    return password;
  }
}
