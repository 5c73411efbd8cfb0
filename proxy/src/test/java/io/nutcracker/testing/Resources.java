// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files under {@code src/test/resources}. */
public final class Resources {
  private Resources() {}

  /** A file's name, without its directory, and its content. */
  public record File(String name, String text) {}

  public static String text(String path) {
    return read(path(path));
  }

  /** Every file of a directory, in order of name. */
  public static List<File> files(String directory) {
    try (Stream<Path> paths = Files.list(path(directory))) {
      return paths.sorted().map(path -> new File(path.getFileName() + "", read(path))).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path path) {
    try {
      return Files.readString(path, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a resource lies, for programs that read files. */
  public static Path path(String path) {
    URL url = Resources.class.getResource("/" + path);
    if (url == null) {
      throw new AssertionError("no test resource " + path);
    }
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
