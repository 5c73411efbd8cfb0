// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import java.time.Instant;
import java.util.List;

/**
 * A request that took long.
 *
 * @param id rises, and is never given twice in a pool
 * @param words its command and arguments, as far as they may be seen
 * @param client its address
 * @param clientName what it calls itself; empty if it does not
 * @param waitingNanos in the proxy
 * @param serverNanos at the server
 * @param clientNanos on the way to the client
 */
public record SlowRequestStatus(
    long id,
    Instant at,
    List<String> words,
    String client,
    String clientName,
    String server,
    long waitingNanos,
    long serverNanos,
    long clientNanos) {}
