// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What one client has written. It uses a key once, so a server has either the key's only value or
 * nothing; and the value names key, client and number in its every part, so no other request's
 * response looks like it. The newest entries are kept, and about half as many are left undeleted.
 */
final class Ledger {
  private static final int ENTRIES = 400;
  private static final int UNDELETED = ENTRIES / 2;

  private final int client;
  private final Entry neverWritten;
  private final ArrayList<Entry> entries = new ArrayList<>();
  private int number;
  private int undeleted;

  Ledger(int client) {
    this.client = client;
    this.neverWritten = new Entry(key(), 0);
    neverWritten.state = State.DELETED;
  }

  private String key() {
    return "c" + client + "." + number++;
  }

  private enum State {
    STORED,
    DELETED,
    /** A write or deletion failed: it may take effect, now, later or never. */
    IN_DOUBT
  }

  /** What a request does to the entries that it names. */
  enum Effect {
    READS,
    WRITES,
    DELETES
  }

  /** A key, its value, and what the client knows about it. */
  static final class Entry {
    private final String key;
    private final int length;
    private final long writtenNanos = Load.now();
    private State state = State.IN_DOUBT;
    private boolean deletionSent;

    private Entry(String key, int length) {
      this.key = key;
      this.length = length;
    }

    String key() {
      return key;
    }

    /** When it was about to be written. */
    long writtenNanos() {
      return writtenNanos;
    }

    String value() {
      var name = key + "=";
      return name + name.repeat(length / name.length());
    }

    /** Responses are seen in the order of the requests. */
    void onResponse(Effect effect) {
      switch (effect) {
        case READS -> {}
        case WRITES -> state = State.STORED;
        case DELETES -> state = state == State.STORED ? State.DELETED : State.IN_DOUBT;
      }
    }

    void onFailure(Effect effect) {
      if (effect != Effect.READS) {
        state = State.IN_DOUBT;
      }
    }

    /** Whether a server that has forgotten nothing may have the value. */
    boolean mayBePresent() {
      return state != State.DELETED;
    }

    /** Whether a server that has forgotten nothing may lack the value. */
    boolean mayBeAbsent() {
      return state != State.STORED;
    }
  }

  /** One that is now to be written. */
  Entry add(int length) {
    var entry = new Entry(key(), length);
    entries.add(entry);
    undeleted++;
    if (entries.size() > ENTRIES && !entries.removeFirst().deletionSent) {
      undeleted--;
    }
    return entry;
  }

  /** One that has been written, or one that never was. */
  Entry any(Random random) {
    return entries.isEmpty() ? neverWritten : entries.get(random.nextInt(entries.size()));
  }

  /** Some old ones that are now to be deleted; none while there are few. */
  List<Entry> takeOld(int most) {
    var old =
        entries.stream()
            .filter(entry -> !entry.deletionSent)
            .limit(Math.clamp(undeleted - UNDELETED, 0, most))
            .toList();
    old.forEach(entry -> entry.deletionSent = true);
    undeleted -= old.size();
    return old;
  }

  List<Entry> entries() {
    return entries;
  }
}
