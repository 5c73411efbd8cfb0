// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.cli;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files for the operator's eyes: created with mode 0644, whatever the umask would add. */
final class PublicFile {
  private PublicFile() {}

  static OutputStream append(String file) throws IOException {
    return open(file, Set.of(CREATE, APPEND));
  }

  static OutputStream overwrite(String file) throws IOException {
    return open(file, Set.of(CREATE, WRITE, TRUNCATE_EXISTING));
  }

  private static OutputStream open(String file, Set<OpenOption> how) throws IOException {
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--"));
    return Channels.newOutputStream(Files.newByteChannel(Path.of(file), how, mode));
  }
}
