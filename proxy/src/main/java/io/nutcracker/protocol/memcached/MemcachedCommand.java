// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

/** The memcached commands nutcracker understands. */
public enum MemcachedCommand {
  GET,
  GETS,
  GAT,
  GATS,
  SET,
  ADD,
  REPLACE,
  APPEND,
  PREPEND,
  CAS,
  INCR,
  DECR,
  DELETE,
  TOUCH,
  FLUSH_ALL,
  STATS,
  VERBOSITY,
  VERSION,
  QUIT,
  MG,
  MS,
  MD,
  MA,
  ME,
  MN;

  /** Whether nutcracker answers this command itself. */
  public boolean isLocal() {
    return this == VERSION || this == QUIT || this == MN;
  }

  /** Whether every server of the pool gets this command. */
  public boolean isBroadcast() {
    return this == FLUSH_ALL || this == STATS || this == VERBOSITY;
  }

  /** Whether this is a meta command: flags follow its key. */
  public boolean isMeta() {
    return ordinal() >= MG.ordinal();
  }

  /** Whether a data block follows the line. */
  public boolean hasData() {
    return (ordinal() >= SET.ordinal() && ordinal() <= CAS.ordinal()) || this == MS;
  }

  /** Whether this command asks for the values of one or more keys. */
  public boolean isRead() {
    return ordinal() <= GATS.ordinal();
  }
}
