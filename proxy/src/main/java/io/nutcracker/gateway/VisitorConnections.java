// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.gateway;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.nutcracker.admin.HeldBytes;
import io.nutcracker.protocol.redis.RespVersion;
import java.util.EnumMap;
import java.util.Map;

/**
 * An HTTP connection's connections to pools: one of each version of the protocol, for whom and what
 * the latest request was. They end with it.
 */
final class VisitorConnections {
  private static final AttributeKey<VisitorConnections> KEY =
      AttributeKey.valueOf(VisitorConnections.class, "connections");

  private final Channel visitor;
  private final Map<RespVersion, PoolConnection> open = new EnumMap<>(RespVersion.class);

  private VisitorConnections(Channel visitor) {
    this.visitor = visitor;
  }

  /** Those of this connection. */
  static VisitorConnections of(Channel visitor) {
    VisitorConnections known = visitor.attr(KEY).get();
    if (known != null) {
      return known;
    }
    var connections = new VisitorConnections(visitor);
    visitor.attr(KEY).set(connections);
    visitor.closeFuture().addListener(_ -> connections.close());
    return connections;
  }

  /** The connection for a request of this identity. */
  PoolConnection take(PoolDoor door, Identity identity, HeldBytes held) {
    PoolConnection earlier = open.get(identity.version());
    if (earlier != null && earlier.isFor(identity)) {
      return earlier;
    }
    if (earlier != null) {
      earlier.close();
    }
    PoolConnection connection = PoolConnection.open(door, visitor, identity, held);
    open.put(identity.version(), connection);
    return connection;
  }

  private void close() {
    open.values().forEach(PoolConnection::close);
  }
}
