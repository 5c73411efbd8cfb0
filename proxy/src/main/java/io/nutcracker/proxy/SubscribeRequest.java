// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.netty.buffer.ByteBuf;
import io.nutcracker.mbuf.SendBuffer;
import io.nutcracker.protocol.ResponseFilter;
import io.nutcracker.protocol.redis.RedisReplies;
import io.nutcracker.protocol.redis.Topic;
import io.nutcracker.server.ServerFailure;
import java.util.ArrayList;
import java.util.List;

/** A SUBSCRIBE whose client is told when the servers have confirmed all of it. */
final class SubscribeRequest extends ClientRequest {
  private final Subscriber subscriber;
  private final Subscriptions subscriptions;
  private final List<Topic> topics;
  private final byte[] confirmation;
  private final ArrayList<ByteBuf> early = new ArrayList<>(0);
  private int earlyBytes;
  private int unconfirmed;

  SubscribeRequest(
      Worker worker,
      Subscriber subscriber,
      Subscriptions subscriptions,
      List<Topic> topics,
      byte[] confirmation) {
    super(worker);
    this.subscriber = subscriber;
    this.subscriptions = subscriptions;
    this.topics = topics;
    this.confirmation = confirmation;
    this.unconfirmed = topics.size();
  }

  Subscriber subscriber() {
    return subscriber;
  }

  /** The confirmation is a message, and sent to those, too, who want no responses. */
  @Override
  void hideResponses(ResponseFilter filter) {}

  /**
   * A message of one of the topics that came before the confirmation could be sent, which clients
   * expect first. False if there are too many of them.
   */
  boolean keep(ByteBuf in, int from, int length) {
    early.add(subscriber.hold(in, from, length));
    earlyBytes += length;
    return earlyBytes <= ClientConnection.MOST_UNREAD_MESSAGES;
  }

  /** One of the topics is confirmed. */
  void onConfirmed() {
    unconfirmed--;
    if (unconfirmed == 0) {
      answer(confirmation, false);
    }
  }

  /** One of the topics cannot be had. */
  void onLost(ServerFailure failure) {
    giveUp();
    subscriber.forget(topics);
    if (!isDone()) {
      answer(RedisReplies.error("ERR " + failure.text()), true);
    }
  }

  @Override
  int heldBytes() {
    return earlyBytes;
  }

  @Override
  void writeResponse(SendBuffer out) {
    super.writeResponse(out);
    if (!isForwardError()) {
      topics.forEach(topic -> subscriptions.start(topic, this));
      early.forEach(
          message -> subscriber.push(message, message.readerIndex(), message.readableBytes()));
    }
  }

  @Override
  void forgetClient() {
    giveUp();
    super.forgetClient();
  }

  private void giveUp() {
    topics.forEach(topic -> subscriptions.giveUp(topic, this));
    releaseEarly();
  }

  private void releaseEarly() {
    early.forEach(ByteBuf::release);
    early.clear();
    earlyBytes = 0;
  }

  /** A client has few of these in its life, so they are not kept. */
  @Override
  void recycle() {
    releaseEarly();
    clear();
  }
}
