// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import io.nutcracker.stats.Latencies;
import io.nutcracker.stats.ProxyStat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the admin port may ask of the proxy. Answers at once, on any thread. */
public interface ProxyStatus {
  /** Why no client should be sent here now, as a text for people; empty if they should. */
  String obstacle();

  /** The process as it is now. */
  ProcessStatus process();

  /** The figures of the whole proxy. */
  Map<ProxyStat, Long> figures();

  /** The pools as they are now, in the configuration's order. */
  List<PoolStatus> pools();

  /**
   * Where a pool's key lives now; empty if there is no such pool.
   *
   * @param key its bytes in UTF-8 are routed
   */
  Optional<KeyRoute> route(String pool, String key);

  /** How long requests take. To be asked on the admin port's thread. */
  Latencies latencies();

  /** What is known of keys, in the configuration's order. To be asked on the same thread. */
  List<PoolKeys> keys();

  /** The slow requests by pool, in the configuration's order, the latest first. */
  Map<String, List<SlowRequestStatus>> slowRequests();

  /**
   * What is known of clients, by pool, in the configuration's order.
   *
   * @param most of each pool; the oldest are told of
   */
  List<PoolClients> clients(int most);
}
