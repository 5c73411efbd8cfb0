// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A program the tests run beside the proxy. A missing one fails the test: it is never skipped. */
public enum Program {
  REDIS_SERVER("redis-server"),
  NUTCRACKER("nutcracker"),
  MEMCACHED("memcached");

  /** On Debian the package is called like the program. */
  private final String name;

  Program(String name) {
    this.name = name;
  }

  /** Where the program lies: anywhere on the path, or where Debian puts daemons. */
  public Path path() {
    var searched = System.getenv("PATH") + File.pathSeparator + "/usr/sbin";
    return Stream.of(searched.split(File.pathSeparator))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new AssertionError(notInstalled()));
  }

  private String notInstalled() {
    return "this test needs " + name + "; install it, on Debian with: apt-get install " + name;
  }
}
