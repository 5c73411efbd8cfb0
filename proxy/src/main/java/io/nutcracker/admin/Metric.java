// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import io.nutcracker.stats.PoolStat;
import io.nutcracker.stats.ProxyStat;
import io.nutcracker.stats.ServerStat;
import io.nutcracker.stats.Stat;
import io.nutcracker.stats.StatType;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.Unit;
import org.jspecify.annotations.Nullable;

/**
 * A metric's name, without what Prometheus appends to those of counters, its meaning and its unit.
 * The figures of the stats have other names here, by Prometheus' rules: the whole word, the unit
 * last. No figure can be without one, the compiler sees to that.
 */
record Metric(String name, String help, @Nullable Unit unit) {
  private Metric(String name, String help) {
    this(name, help, null);
  }

  MetricMetadata metadata() {
    return new MetricMetadata("nutcracker_" + name, help, unit);
  }

  static Metric of(ProxyStat stat) {
    return switch (stat) {
      case TOTAL_CONNECTIONS ->
          new Metric("connections", "Connections since the start, to clients and to servers");
      case CURR_CONNECTIONS ->
          new Metric("open_connections", "Open connections, to clients and to servers");
    };
  }

  static Metric of(PoolStat stat) {
    return switch (stat) {
      case CLIENT_EOF -> new Metric("pool_client_eof", "Connections that their client closed");
      case CLIENT_ERR ->
          new Metric("pool_client_errors", "Connections to clients that ended in an error");
      case CLIENT_CONNECTIONS -> new Metric("pool_client_connections", "Clients connected");
      case SERVER_EJECTS -> new Metric("pool_server_ejects", "Ejections of a server");
      case FORWARD_ERROR ->
          new Metric("pool_forward_errors", "Requests that failed before a server had them");
      case FRAGMENTS ->
          new Metric("pool_fragments", "Parts of requests that were split over servers");
    };
  }

  static Metric of(ServerStat stat) {
    return switch (stat) {
      case SERVER_EOF -> new Metric("server_eof", "Connections that the server closed");
      case SERVER_ERR ->
          new Metric("server_errors", "Connections to the server that ended in an error");
      case SERVER_TIMEDOUT ->
          new Metric("server_timeouts", "Timeouts of the server and of connecting to it");
      case SERVER_CONNECTIONS ->
          new Metric("server_connections", "Connections to the server, of all workers");
      case SERVER_EJECTED_AT ->
          new Metric(
              "server_ejected_timestamp_seconds",
              "When the server was ejected last, since the epoch; 0 for never",
              Unit.SECONDS);
      case REQUESTS -> new Metric("server_requests", "Requests sent to the server");
      case REQUEST_BYTES ->
          new Metric("server_request_bytes", "Bytes of requests sent to the server", Unit.BYTES);
      case RESPONSES -> new Metric("server_responses", "Responses of the server");
      case RESPONSE_BYTES ->
          new Metric("server_response_bytes", "Bytes of the server's responses", Unit.BYTES);
      case IN_QUEUE ->
          new Metric("server_in_queue_requests", "Requests that wait for a connection");
      case IN_QUEUE_BYTES ->
          new Metric(
              "server_in_queue_bytes", "Bytes of requests that wait for a connection", Unit.BYTES);
      case OUT_QUEUE ->
          new Metric("server_out_queue_requests", "Requests that wait for the server's response");
      case OUT_QUEUE_BYTES ->
          new Metric(
              "server_out_queue_bytes",
              "Bytes of requests that wait for the server's response",
              Unit.BYTES);
    };
  }

  static final Metric REQUEST_SECONDS =
      new Metric(
          "request_seconds",
          "How long requests took in each part: waiting in the proxy, at the server, on the way to"
              + " the client; quantiles of the last minute",
          Unit.SECONDS);
  static final Metric SERVER_REQUEST_SECONDS =
      new Metric(
          "server_request_seconds",
          "The same by server; quantiles of the last minute",
          Unit.SECONDS);
  static final Metric SERVER_UP =
      new Metric("server_up", "1 if the server takes part, 0 while it is ejected");
  static final Metric POOL_CLIENT_LIMIT =
      new Metric(
          "pool_client_connections_limit",
          "How many clients the pool may have; nothing where it has no limit of its own");
  static final Metric BUILD = new Metric("build", "The program");
  static final Metric UPTIME = new Metric("uptime_seconds", "Time since the start", Unit.SECONDS);
  static final Metric WORKERS = new Metric("workers", "Threads that serve clients");
  static final Metric CLIENT_LIMIT =
      new Metric("client_connections_limit", "How many clients all pools may have together");
  static final Metric MEMORY_USED =
      new Metric("memory_used_bytes", "Buffers that hold something", Unit.BYTES);
  static final Metric MEMORY_LIMIT =
      new Metric("memory_limit_bytes", "What max_memory allows of that", Unit.BYTES);
  static final Metric BUFFERS =
      new Metric(
          "buffer_memory_bytes",
          "Memory for buffers, whether they hold something or not",
          Unit.BYTES);

  /** What the stats call a timestamp is in microseconds there. */
  static double value(Stat stat, long figure) {
    return stat.type() == StatType.TIMESTAMP ? figure / 1e6 : (double) figure;
  }
}
