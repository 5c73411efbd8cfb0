// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import org.jspecify.annotations.Nullable;

/**
 * What a client can listen to.
 *
 * @param name of the channel, or the pattern; a byte per character
 */
public record Topic(Kind kind, String name) {
  /** How servers and clients call each kind (redis.io, "Pub/Sub"). */
  public enum Kind {
    CHANNEL("subscribe", "unsubscribe", "message"),
    PATTERN("psubscribe", "punsubscribe", "pmessage"),
    SHARD_CHANNEL("ssubscribe", "sunsubscribe", "smessage");

    private final String subscribe;
    private final String unsubscribe;
    private final String message;

    Kind(String subscribe, String unsubscribe, String message) {
      this.subscribe = subscribe;
      this.unsubscribe = unsubscribe;
      this.message = message;
    }

    /** The command that starts listening, and what confirms it. */
    public String subscribe() {
      return subscribe;
    }

    /** The command that stops listening, and what confirms it. */
    public String unsubscribe() {
      return unsubscribe;
    }

    /** The kind whose messages begin with this word; null if there is none. */
    public static @Nullable Kind ofMessage(String word) {
      for (Kind kind : values()) {
        if (kind.message.equals(word)) {
          return kind;
        }
      }
      return null;
    }

    /** The kind whose confirmations begin with this word; null if there is none. */
    public static @Nullable Kind ofConfirmation(String word) {
      for (Kind kind : values()) {
        if (kind.subscribe.equals(word)) {
          return kind;
        }
      }
      return null;
    }
  }

  /** Whether every server has messages on it: patterns, and what servers tell of their own keys. */
  public boolean isEverywhere() {
    return kind == Kind.PATTERN || name.startsWith("__key");
  }
}
