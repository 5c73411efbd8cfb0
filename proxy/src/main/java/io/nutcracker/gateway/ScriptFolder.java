// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.gateway;

import static io.netty.handler.codec.http.HttpResponseStatus.INTERNAL_SERVER_ERROR;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A pool's scripts. A name leads to a file of this folder or to nothing: what it asks for is looked
 * at, and also what the file system makes of it.
 *
 * @param path null if the pool has none
 */
record ScriptFolder(@Nullable Path path) {
  static final int MAX_BYTES = 1024 * 1024;

  private static final String SUFFIX = ".lua";

  /**
   * Reads a script; waits for the disk.
   *
   * @param name of its file, with or without its suffix
   */
  byte[] read(String name) throws RefusedException {
    try {
      Path file = file(name);
      try (InputStream in = Files.newInputStream(file)) {
        byte[] text = in.readNBytes(MAX_BYTES + 1);
        if (text.length > MAX_BYTES) {
          throw new RefusedException(
              INTERNAL_SERVER_ERROR, "the script has more than %d bytes".formatted(MAX_BYTES));
        }
        return text;
      }
    } catch (NoSuchFileException | NotDirectoryException | InvalidPathException _) {
      throw unknown(name);
    } catch (IOException _) {
      throw new RefusedException(INTERNAL_SERVER_ERROR, "the script cannot be read");
    }
  }

  private Path file(String name) throws IOException, RefusedException {
    boolean isPlain = !name.startsWith(".") && name.indexOf('/') < 0 && !name.isEmpty();
    if (path == null || !isPlain) {
      throw unknown(name);
    }
    Path folder = path.toRealPath();
    Path file = folder.resolve(name.endsWith(SUFFIX) ? name : name + SUFFIX).toRealPath();
    // Another kind of file, a pipe for example, might never end.
    if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
      throw unknown(name);
    }
    return file;
  }

  private static RefusedException unknown(String name) {
    return new RefusedException(NOT_FOUND, "this pool has no script " + name);
  }
}
