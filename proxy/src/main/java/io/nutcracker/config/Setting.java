// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Every setting of the process as a whole: a top-level key with a single value.
 *
 * <p>twemproxy refuses single values at the top level, where every key is a pool with a mapping. So
 * no file that it accepts changes its meaning, and a pool may still be named {@code workers}.
 */
@SuppressWarnings("ImmutableEnumChecker") // The assignments are lambdas without state.
enum Setting {
  WORKERS(
      "workers",
      ValueType.numberBetween(1, NutcrackerConfig.MAX_WORKERS),
      (process, v) -> process.workers = v),
  TRANSPORT(
      "transport",
      ValueType.oneOf(List.of(TransportChoice.values()), TransportChoice::configName),
      (process, v) -> process.transport = v),
  MAX_MEMORY(
      "max_memory",
      ValueType.bytesBetween(NutcrackerConfig.LEAST_MAX_MEMORY, NutcrackerConfig.MOST_MAX_MEMORY),
      (process, v) -> process.maxMemory = v);

  final String configName;
  final Assignment<ProcessDraft> assignment;

  <T> Setting(String configName, ValueType<T> type, BiConsumer<ProcessDraft, T> setter) {
    this.configName = configName;
    this.assignment = Assignment.of(type, setter);
  }

  static @Nullable Setting named(String configName) {
    return Arrays.stream(values())
        .filter(setting -> setting.configName.equals(configName))
        .findFirst()
        .orElse(null);
  }

  static List<String> names() {
    return Arrays.stream(values()).map(setting -> setting.configName).toList();
  }

  /** The settings of one file while it is read; null is "not given". */
  static final class ProcessDraft {
    @Nullable Integer workers;
    @Nullable TransportChoice transport;
    @Nullable Long maxMemory;
  }
}
