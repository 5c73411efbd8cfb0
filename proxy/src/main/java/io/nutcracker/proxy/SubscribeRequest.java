// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.nutcracker.protocol.redis.RedisReplies;
import io.nutcracker.protocol.redis.Topic;
import io.nutcracker.server.ServerFailure;
import java.util.List;

/** A SUBSCRIBE whose client is told when the servers have confirmed all of it. */
final class SubscribeRequest extends ClientRequest {
  private final Subscriber subscriber;
  private final Subscriptions subscriptions;
  private final List<Topic> topics;
  private final byte[] confirmation;
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

  /** One of the topics is confirmed. */
  void onConfirmed() {
    unconfirmed--;
    if (unconfirmed == 0 && !isDone()) {
      topics.forEach(topic -> subscriptions.start(topic, this));
      answer(confirmation, false);
    }
  }

  /** One of the topics cannot be had. */
  void onLost(ServerFailure failure) {
    if (!isDone()) {
      topics.forEach(topic -> subscriptions.giveUp(topic, this));
      subscriber.forget(topics);
      answer(RedisReplies.error("ERR " + failure.text()), true);
    }
  }

  /** The subscriptions still know it until they are confirmed, so it is not kept for another. */
  @Override
  void recycle() {
    clear();
  }
}
