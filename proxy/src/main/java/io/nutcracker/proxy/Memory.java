// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much memory the process may use, and how much of that is for buffers. */
final class Memory {
  /** {@code MemTotal: 16384256 kB}. */
  private static final Path MACHINE = Path.of("/proc/meminfo");

  private static final Pattern TOTAL = Pattern.compile("MemTotal: +(\\d+) kB");

  /** Where a container finds its limit, with either version of control groups. */
  private static final List<Path> CONTAINER =
      List.of(
          Path.of("/sys/fs/cgroup/memory.max"),
          Path.of("/sys/fs/cgroup/memory/memory.limit_in_bytes"));

  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  private Memory() {}

  /**
   * What {@code max_memory} is if the file does not say: half of what the machine or the container
   * has, and of what Java may use for buffers. The other half is for what comes between two looks
   * at it, for what the allocator keeps, and for others.
   */
  static long forBuffers() throws IOException {
    long total = PlatformDependent.maxDirectMemory();
    if (Files.exists(MACHINE)) {
      Matcher line = TOTAL.matcher(Files.readString(MACHINE));
      total = line.find() ? Math.min(total, Long.parseLong(line.group(1)) * 1024) : total;
    }
    for (Path limit : CONTAINER) {
      String text = Files.exists(limit) ? Files.readString(limit).strip() : "";
      total = NUMBER.matcher(text).matches() ? Math.min(total, Long.parseLong(text)) : total;
    }
    return total / 2;
  }
}
