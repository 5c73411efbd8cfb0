// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import java.util.Set;

/** The names of commands that belong to modules: {@code JSON.GET}. */
final class ModuleNames {
  private static final Set<String> MODULES =
      Set.of("BF", "CF", "CMS", "JSON", "TDIGEST", "TOPK", "TS");

  private ModuleNames() {}

  /** The name as clients say it, in upper case, of the command with this constant. */
  static String of(String constant) {
    int end = constant.indexOf('_');
    return end > 0 && MODULES.contains(constant.substring(0, end))
        ? constant.substring(0, end) + "." + constant.substring(end + 1)
        : constant;
  }
}
