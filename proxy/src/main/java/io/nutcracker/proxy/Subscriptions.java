// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.nutcracker.mbuf.SendBuffer;
import io.nutcracker.protocol.redis.RedisArguments;
import io.nutcracker.protocol.redis.RespVersion;
import io.nutcracker.protocol.redis.RespWriter;
import io.nutcracker.protocol.redis.Topic;
import io.nutcracker.protocol.redis.Topic.Kind;
import io.nutcracker.server.MessageListener;
import io.nutcracker.server.ServerConnection;
import io.nutcracker.server.ServerConnections;
import io.nutcracker.server.ServerFailure;
import io.nutcracker.server.ServerPool;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What one worker's clients of one pool listen to. However many of them listen to a channel, its
 * server knows of one subscriber; what that gets, all get.
 *
 * <p>A channel has one server, like a key; patterns, and what servers tell of their own keys, have
 * all of them. There is one connection to each server that has anything to tell, over RESP3, which
 * marks messages as such; RESP2 clients get them as RESP2 has them.
 *
 * <p>If such a connection fails, messages may be lost unseen. So the clients that need it are
 * closed, as the server itself would have done, and can subscribe again.
 *
 * <p>Bounded by what the clients ask for; a client that does not read its messages is closed.
 */
final class Subscriptions implements MessageListener {
  private final ServerConnections owner;
  private final ServerPool pool;
  private final @Nullable ServerConnection[] connections;
  private final Map<Topic, Audience> audiences = new HashMap<>();
  private boolean isClosing;

  Subscriptions(ServerConnections owner, ServerPool pool) {
    this.owner = owner;
    this.pool = pool;
    this.connections = new @Nullable ServerConnection[pool.servers().size()];
  }

  /** Who listens to a topic. */
  private static final class Audience {
    final Set<Subscriber> listening = new LinkedHashSet<>();

    /** Who is still to be told that all servers have confirmed. */
    final Set<SubscribeRequest> waiting = new HashSet<>();

    /** The servers that have not confirmed yet. */
    final BitSet unconfirmed = new BitSet();

    boolean isNeeded() {
      return !listening.isEmpty() || !waiting.isEmpty();
    }
  }

  /** The request wants this topic, and hears when it is confirmed, maybe at once. */
  void add(Topic topic, SubscribeRequest request) {
    Audience known = audiences.get(topic);
    Audience audience = known == null ? subscribe(topic) : known;
    audience.waiting.add(request);
    if (audience.unconfirmed.isEmpty()) {
      request.onConfirmed();
    }
  }

  private Audience subscribe(Topic topic) {
    var audience = new Audience();
    audiences.put(topic, audience);
    for (int server : serversOf(topic)) {
      audience.unconfirmed.set(server);
      say(server, topic.kind().subscribe(), topic.name());
    }
    return audience;
  }

  private int[] serversOf(Topic topic) {
    if (topic.isEverywhere()) {
      return IntStream.range(0, connections.length).toArray();
    }
    ByteBuf name = owner.allocator().directBuffer(topic.name().length());
    name.writeCharSequence(topic.name(), ISO_8859_1);
    int server = pool.channelRouter().serverIndex(name, 0, name.writerIndex());
    name.release();
    return new int[] {server};
  }

  private void say(int server, String command, String topic) {
    ServerConnection connection = connections[server];
    if (connection == null) {
      connection = owner.subscribe(server, this);
      connections[server] = connection;
    }
    SendBuffer out = connection.sendBuffer();
    out.append(new RespWriter(RespVersion.RESP2).array(List.of(command, topic)).toBytes());
  }

  /** The confirmation is sent: from here on its client gets the topic's messages at once. */
  void start(Topic topic, SubscribeRequest request) {
    Audience audience = audiences.get(topic);
    if (audience != null) {
      audience.waiting.remove(request);
      if (request.subscriber().listensTo(topic)) {
        audience.listening.add(request.subscriber());
      }
      endIfUnneeded(topic, audience);
    }
  }

  /** The request has failed. */
  void giveUp(Topic topic, SubscribeRequest request) {
    Audience audience = audiences.get(topic);
    if (audience != null) {
      audience.waiting.remove(request);
      endIfUnneeded(topic, audience);
    }
  }

  /** The subscriber does not want this topic any more. */
  void stop(Topic topic, Subscriber subscriber) {
    Audience audience = audiences.get(topic);
    if (audience != null) {
      audience.listening.remove(subscriber);
      endIfUnneeded(topic, audience);
    }
  }

  /** Before the last confirmation has arrived it would be taken for that of the next SUBSCRIBE. */
  private void endIfUnneeded(Topic topic, Audience audience) {
    if (!audience.isNeeded() && audience.unconfirmed.isEmpty()) {
      end(topic, serversOf(topic));
    }
  }

  private void end(Topic topic, int[] servers) {
    audiences.remove(topic);
    for (int server : servers) {
      if (connections[server] != null) {
        say(server, topic.kind().unsubscribe(), topic.name());
      }
    }
  }

  @Override
  public void onMessage(ServerConnection connection, ByteBuf in, int from, int length) {
    String word = RedisArguments.element(in, from, 0);
    Kind messages = Kind.ofMessage(word);
    Kind confirmed = messages == null ? Kind.ofConfirmation(word) : null;
    if (messages != null) {
      deliver(new Topic(messages, RedisArguments.element(in, from, 1)), in, from, length);
    } else if (confirmed != null) {
      var topic = new Topic(confirmed, RedisArguments.element(in, from, 1));
      onConfirmation(topic, connection.server().index());
    }
  }

  private void deliver(Topic topic, ByteBuf in, int from, int length) {
    Audience audience = audiences.get(topic);
    if (audience == null) {
      return;
    }
    List<Subscriber> slow = List.of();
    for (Subscriber subscriber : audience.listening) {
      if (!subscriber.push(in, from, length)) {
        slow = slow.isEmpty() ? new ArrayList<>() : slow;
        slow.add(subscriber);
      }
    }
    for (SubscribeRequest request : audience.waiting) {
      if (!request.keep(in, from, length)) {
        slow = slow.isEmpty() ? new ArrayList<>() : slow;
        slow.add(request.subscriber());
      }
    }
    slow.forEach(subscriber -> subscriber.disconnect(CloseReason.MESSAGES_NOT_READ));
  }

  private void onConfirmation(Topic topic, int server) {
    Audience audience = audiences.get(topic);
    if (audience != null && audience.unconfirmed.get(server)) {
      audience.unconfirmed.clear(server);
      if (audience.unconfirmed.isEmpty()) {
        List.copyOf(audience.waiting).forEach(SubscribeRequest::onConfirmed);
        endIfUnneeded(topic, audience);
      }
    }
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // it is about this very connection
  public void onEnd(ServerConnection connection, ServerFailure failure) {
    int server = connection.server().index();
    if (isClosing || connections[server] != connection) {
      return;
    }
    connections[server] = null;
    for (Topic topic : List.copyOf(audiences.keySet())) {
      Audience audience = audiences.get(topic);
      int[] servers = serversOf(topic);
      if (audience != null && IntStream.of(servers).anyMatch(index -> index == server)) {
        lose(topic, audience, servers, failure);
      }
    }
  }

  private void lose(Topic topic, Audience audience, int[] servers, ServerFailure failure) {
    end(topic, servers);
    List.copyOf(audience.waiting).forEach(request -> request.onLost(failure));
    List.copyOf(audience.listening)
        .forEach(subscriber -> subscriber.disconnect(CloseReason.SUBSCRIPTION_LOST));
  }

  /** The proxy stops. */
  void close() {
    isClosing = true;
    for (ServerConnection connection : connections) {
      if (connection != null) {
        owner.end(connection);
      }
    }
  }
}
