// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

/** What is done with a request. */
public enum Handling {
  /** Answered here. */
  LOCAL,
  /** For the server of its key. */
  FORWARD,
  /** For the server of its keys, which must be one. */
  TOGETHER,
  /** Split over the servers of its keys. */
  SPLIT,
  /** For every server. */
  BROADCAST,
  /** For one server after the other, as the client's cursor tells. */
  ONE_BY_ONE,
  /** May wait for data, so it needs a connection for itself; its keys must be on one server. */
  BLOCKING,
  /** Asks every server for its replicas, on connections for itself. */
  REPLICATION,
  /** Begins, ends or guards a transaction. */
  TRANSACTION,
  /** For the server of its channel. */
  PUBLICATION,
  /** Changes what the client listens to. */
  SUBSCRIPTION
}
