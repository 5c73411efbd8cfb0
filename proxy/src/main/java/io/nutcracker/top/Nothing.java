// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

/** What is said where there is nothing to show. */
final class Nothing {
  static final String PLAIN =
      "Plain stats, as the C program's: no states, shares, latencies, keys, slow requests.";

  private Nothing() {}

  /** Why there is no row. */
  static String why(Model model, Place place) {
    if (model.now().isEmpty()) {
      return "";
    }
    Snapshot now = model.now().get();
    PoolFigures pool = model.pool(place.pool()).orElse(null);
    if (pool == null) {
      return "There are no pools.";
    }
    boolean isServers = place.view() == View.SERVERS || place.view() == View.OVERVIEW;
    if (!isServers && now.isPlain()) {
      return "The plain stats do not tell this.";
    }
    if (!isServers && !pool.isTracked()) {
      return "latency_tracking: true in the pool switches this on.";
    }
    if (!place.view().equals(View.OVERVIEW) && !now.details().pool().equals(pool.name())) {
      return "";
    }
    return place.filter().isEmpty() ? empty(place.view(), now.details()) : "No row holds that.";
  }

  private static String empty(View view, Details details) {
    return switch (view) {
      case OVERVIEW -> "There are no pools.";
      case SERVERS -> "There are no servers.";
      case HOT_KEYS ->
          details.sampledEvery() == 0
              ? "hotkeys_sample: 0 turns this off."
              : "No key was asked for in the last minute.";
      case BIG_VALUES -> "No request or response was large enough yet.";
      case SLOW_LOG -> "No request was slow enough for the log.";
    };
  }
}
