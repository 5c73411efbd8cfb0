// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.stats;

import static io.nutcracker.stats.StatRow.counter;
import static io.nutcracker.stats.StatRow.gauge;
import static io.nutcracker.stats.StatRow.timestamp;

/**
 * Per-server figures. Names and descriptions are part of the stats protocol: do not reword them.
 */
@SuppressWarnings("ImmutableEnumChecker") // A row is a record of constants.
public enum ServerStat implements Stat {
  SERVER_EOF(counter("server_eof", "# eof on server connections")),
  SERVER_ERR(counter("server_err", "# errors on server connections")),
  SERVER_TIMEDOUT(counter("server_timedout", "# timeouts on server connections")),
  SERVER_CONNECTIONS(gauge("server_connections", "# active server connections")),
  SERVER_EJECTED_AT(
      timestamp("server_ejected_at", "timestamp when server was ejected in usec since epoch")),
  REQUESTS(counter("requests", "# requests")),
  REQUEST_BYTES(counter("request_bytes", "total request bytes")),
  RESPONSES(counter("responses", "# responses")),
  RESPONSE_BYTES(counter("response_bytes", "total response bytes")),
  IN_QUEUE(gauge("in_queue", "# requests in incoming queue")),
  IN_QUEUE_BYTES(gauge("in_queue_bytes", "current request bytes in incoming queue")),
  OUT_QUEUE(gauge("out_queue", "# requests in outgoing queue")),
  OUT_QUEUE_BYTES(gauge("out_queue_bytes", "current request bytes in outgoing queue"));

  private final StatRow row;

  ServerStat(StatRow row) {
    this.row = row;
  }

  @Override
  public StatRow row() {
    return row;
  }
}
