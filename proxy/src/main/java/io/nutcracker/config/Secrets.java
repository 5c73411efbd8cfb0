// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where passwords come from that the file does not hold itself. Tests pass their own. */
interface Secrets {
  /** The files and the environment of this process. */
  Secrets SYSTEM =
      new Secrets() {
        @Override
        public String file(String path) throws IOException {
          ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(Path.of(path)));
          return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        }

        @Override
        public @Nullable String variable(String name) {
          return System.getenv(name);
        }
      };

  /**
   * What the file holds.
   *
   * @throws IOException if it cannot be read as text in UTF-8
   */
  String file(String path) throws IOException;

  /** The variable of the environment, or null if it is not set. */
  @Nullable String variable(String name);
}
