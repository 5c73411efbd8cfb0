// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.stats;

import static io.nutcracker.stats.StatType.COUNTER;
import static io.nutcracker.stats.StatType.GAUGE;
import static io.nutcracker.stats.StatType.TIMESTAMP;

/**
 * Per-server figures. Names and descriptions are part of the stats protocol: do not reword them.
 */
public enum ServerStat implements Stat {
  SERVER_EOF("server_eof", COUNTER, "# eof on server connections"),
  SERVER_ERR("server_err", COUNTER, "# errors on server connections"),
  SERVER_TIMEDOUT("server_timedout", COUNTER, "# timeouts on server connections"),
  SERVER_CONNECTIONS("server_connections", GAUGE, "# active server connections"),
  SERVER_EJECTED_AT(
      "server_ejected_at", TIMESTAMP, "timestamp when server was ejected in usec since epoch"),
  REQUESTS("requests", COUNTER, "# requests"),
  REQUEST_BYTES("request_bytes", COUNTER, "total request bytes"),
  RESPONSES("responses", COUNTER, "# responses"),
  RESPONSE_BYTES("response_bytes", COUNTER, "total response bytes"),
  IN_QUEUE("in_queue", GAUGE, "# requests in incoming queue"),
  IN_QUEUE_BYTES("in_queue_bytes", GAUGE, "current request bytes in incoming queue"),
  OUT_QUEUE("out_queue", GAUGE, "# requests in outgoing queue"),
  OUT_QUEUE_BYTES("out_queue_bytes", GAUGE, "current request bytes in outgoing queue");

  private final String statName;
  private final StatType type;
  private final String description;

  ServerStat(String statName, StatType type, String description) {
    this.statName = statName;
    this.type = type;
    this.description = description;
  }

  @Override
  public String statName() {
    return statName;
  }

  @Override
  public StatType type() {
    return type;
  }

  @Override
  public String description() {
    return description;
  }
}
