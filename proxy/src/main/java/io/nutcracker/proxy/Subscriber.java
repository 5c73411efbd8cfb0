// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.netty.buffer.ByteBuf;
import io.nutcracker.protocol.redis.RedisCommand;
import io.nutcracker.protocol.redis.RespVersion;
import io.nutcracker.protocol.redis.RespWriter;
import io.nutcracker.protocol.redis.Topic;
import io.nutcracker.protocol.redis.Topic.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one client listens to. */
final class Subscriber {
  private final ClientConnection client;
  private final Worker worker;
  private final RedisSession session;
  private final Subscriptions subscriptions;

  /** In the order in which they were asked for; no more than the client has named. */
  private final Map<Kind, Set<Topic>> topics = new EnumMap<>(Kind.class);

  Subscriber(
      ClientConnection client, Worker worker, RedisSession session, Subscriptions subscriptions) {
    this.client = client;
    this.worker = worker;
    this.session = session;
    this.subscriptions = subscriptions;
  }

  /** Whether the client listens to anything. */
  boolean isListening() {
    return !topics.isEmpty();
  }

  boolean listensTo(Topic topic) {
    return topics.getOrDefault(topic.kind(), Set.of()).contains(topic);
  }

  /** RESP2 cannot tell responses from messages, so Redis takes few commands meanwhile. */
  boolean refuses(RedisCommand command) {
    return session.version() == RespVersion.RESP2
        && switch (command) {
          case SUBSCRIBE, PSUBSCRIBE, SSUBSCRIBE -> false;
          case UNSUBSCRIBE, PUNSUBSCRIBE, SUNSUBSCRIBE -> false;
          case PING, QUIT, RESET -> false;
          default -> true;
        };
  }

  /** The answer to PING of a RESP2 client that listens. */
  byte[] pong(List<String> arguments) {
    String message = arguments.isEmpty() ? "" : arguments.getFirst();
    return new RespWriter(RespVersion.RESP2).array(List.of("pong", message)).toBytes();
  }

  /** Carries out one of the commands that change what the client listens to. */
  void change(RedisCommand command, List<String> names) {
    switch (command) {
      case SUBSCRIBE -> subscribe(Kind.CHANNEL, names);
      case PSUBSCRIBE -> subscribe(Kind.PATTERN, names);
      case SSUBSCRIBE -> subscribe(Kind.SHARD_CHANNEL, names);
      case UNSUBSCRIBE -> unsubscribe(Kind.CHANNEL, names);
      case PUNSUBSCRIBE -> unsubscribe(Kind.PATTERN, names);
      case SUNSUBSCRIBE -> unsubscribe(Kind.SHARD_CHANNEL, names);
      default -> throw new AssertionError(command);
    }
  }

  private void subscribe(Kind kind, List<String> names) {
    var added = new ArrayList<Topic>();
    var reply = new RespWriter(session.version());
    for (String name : names) {
      var topic = new Topic(kind, name);
      if (topics.computeIfAbsent(kind, _ -> new LinkedHashSet<>()).add(topic)) {
        added.add(topic);
      }
      confirm(reply, kind.subscribe(), name, kind);
    }
    if (added.isEmpty()) {
      client.reply(reply.toBytes());
    } else {
      var request =
          client.enqueue(new SubscribeRequest(worker, this, subscriptions, added, reply.toBytes()));
      added.forEach(topic -> subscriptions.add(topic, request));
    }
  }

  private void unsubscribe(Kind kind, List<String> names) {
    var reply = new RespWriter(session.version());
    List<String> all = names.isEmpty() ? namesOf(kind) : names;
    for (String name : all) {
      drop(new Topic(kind, name));
      confirm(reply, kind.unsubscribe(), name, kind);
    }
    if (all.isEmpty()) {
      confirm(reply, kind.unsubscribe(), null, kind);
    }
    client.reply(reply.toBytes());
  }

  private List<String> namesOf(Kind kind) {
    return topics.getOrDefault(kind, Set.of()).stream().map(Topic::name).toList();
  }

  private void confirm(RespWriter reply, String word, @Nullable String name, Kind kind) {
    reply.push(3).bulk(word);
    if (name == null) {
      reply.nil();
    } else {
      reply.bulk(name);
    }
    reply.integer(count(kind));
  }

  /** As Redis counts: channels and patterns together. */
  private int count(Kind kind) {
    return kind == Kind.SHARD_CHANNEL
        ? size(Kind.SHARD_CHANNEL)
        : size(Kind.CHANNEL) + size(Kind.PATTERN);
  }

  private int size(Kind kind) {
    return topics.getOrDefault(kind, Set.of()).size();
  }

  private void drop(Topic topic) {
    if (listensTo(topic)) {
      forget(List.of(topic));
      subscriptions.stop(topic, this);
    }
  }

  /** The client does not listen to these any more. */
  void forget(List<Topic> lost) {
    for (Topic topic : lost) {
      topics.computeIfPresent(
          topic.kind(),
          (_, ofKind) -> {
            ofKind.remove(topic);
            return ofKind.isEmpty() ? null : ofKind;
          });
    }
  }

  /** The message {@code in[from, from + length)}; false if the client does not read them. */
  boolean push(ByteBuf in, int from, int length) {
    return client.push(in, from, length, session.version() == RespVersion.RESP3);
  }

  /** Keeps the message {@code in[from, from + length)}; the caller owns the result. */
  ByteBuf hold(ByteBuf in, int from, int length) {
    return client.sendBuffer().hold(in, from, length);
  }

  /** Ends the client's connection. */
  void disconnect(CloseReason reason) {
    client.close(reason);
  }

  /** Listens to nothing any more. */
  void close() {
    topics.values().stream().flatMap(Set::stream).toList().forEach(this::drop);
  }
}
