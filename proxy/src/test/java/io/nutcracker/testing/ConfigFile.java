// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A configuration file, in a directory of its own, whose pools listen on free ports. */
final class ConfigFile {
  private final Path directory = ChildProcess.temporaryDirectory();
  private final Map<String, InetSocketAddress> addresses = new LinkedHashMap<>();

  ConfigFile(List<TestPool> pools) {
    this("", pools);
  }

  /**
   * A file that begins with settings of the process.
   *
   * @param settings lines as they stand in the file
   */
  ConfigFile(String settings, List<TestPool> pools) {
    var yaml = new StringBuilder(settings);
    for (var pool : pools) {
      var address = FreePorts.next();
      addresses.put(pool.name(), address);
      yaml.append(pool.yaml(address.getPort()));
    }
    try {
      Files.writeString(path(), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path path() {
    return directory.resolve("nutcracker.yml");
  }

  Path directory() {
    return directory;
  }

  Map<String, InetSocketAddress> addresses() {
    return addresses;
  }

  InetSocketAddress address(String pool) {
    var address = addresses.get(pool);
    if (address == null) {
      throw new AssertionError("no pool '" + pool + "' among " + addresses.keySet());
    }
    return address;
  }

  void delete() {
    ChildProcess.delete(directory);
  }
}
