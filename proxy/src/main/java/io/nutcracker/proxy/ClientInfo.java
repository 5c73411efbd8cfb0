// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import java.time.Instant;

/**
 * What CLIENT LIST and CLIENT INFO tell of a client (redis.io, "CLIENT LIST"); of Redis' fields
 * those that mean something here.
 *
 * @param id no other client of the pool has had it
 * @param address as Redis writes it: {@code 127.0.0.1:4711}
 * @param since when it connected
 * @param resp the version of the protocol
 */
record ClientInfo(
    long id,
    String address,
    Instant since,
    String name,
    int db,
    String user,
    String libraryName,
    String libraryVersion,
    int resp) {
  /** One line, its end included. */
  String line(Instant now) {
    long age = since.until(now).toSeconds();
    return "id=%d addr=%s name=%s age=%d db=%d user=%s lib-name=%s lib-ver=%s resp=%d\n"
        .formatted(id, address, name, age, db, user, libraryName, libraryVersion, resp);
  }
}
