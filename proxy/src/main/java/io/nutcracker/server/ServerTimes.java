// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.server;

import io.nutcracker.mbuf.FlushListener;
import io.nutcracker.stats.LatencyPart;
import io.nutcracker.stats.PoolLatencies;

/**
 * How long the requests on one server connection take. Responses that arrive together to requests
 * that left together are recorded together.
 */
final class ServerTimes implements FlushListener {
  private final int server;
  private final PoolLatencies latencies;

  /** Whether it counts for the server; not where requests wait there on purpose. */
  private boolean isRecorded = true;

  private final SentTimes sent = new SentTimes();

  /** Requests that have not been sent. */
  private int unsent;

  private long readNanos;

  /** The times of the latest responses, and how many of them had the same. */
  private long waitingNanos;

  private long serverNanos;
  private int responses;

  ServerTimes(int server, PoolLatencies latencies) {
    this.server = server;
    this.latencies = latencies;
  }

  void isRecorded(boolean isRecorded) {
    this.isRecorded = isRecorded;
  }

  /** A request is queued. */
  void onQueued() {
    unsent++;
  }

  @Override
  public void onFlush(long nanos, boolean isBehind) {
    if (unsent > 0) {
      sent.add(nanos, unsent);
      unsent = 0;
    }
  }

  /** Responses have arrived. */
  void startRead(long nanos) {
    readNanos = nanos;
  }

  /** One of them belongs to this request. */
  void onResponse(Request request) {
    long sentNanos = nextSent();
    if (request.group() != null) {
      record(request, sentNanos - request.arrivedNanos(), readNanos - sentNanos);
    }
  }

  /** A server that says more than it was asked may answer what has not been sent. */
  private long nextSent() {
    if (sent.isEmpty()) {
      unsent--;
      return readNanos;
    }
    return sent.next();
  }

  /** A request has waited in vain. */
  void onTimeout(Request request, boolean isConnected, long nanos) {
    if (request.group() != null) {
      long taken = nanos - request.arrivedNanos();
      record(request, isConnected ? 0 : taken, isConnected ? taken : 0);
      endRead();
    }
  }

  private void record(Request request, long waiting, long atServer) {
    request.onTimes(server, atServer);
    if (waiting != waitingNanos || atServer != serverNanos) {
      endRead();
      waitingNanos = waiting;
      serverNanos = atServer;
    }
    responses++;
  }

  /** All responses that have arrived have been delivered. */
  void endRead() {
    if (responses > 0 && isRecorded) {
      latencies.recordServer(server, LatencyPart.WAITING, waitingNanos, responses);
      latencies.recordServer(server, LatencyPart.SERVER, serverNanos, responses);
    }
    responses = 0;
  }
}
