// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.netty.util.concurrent.DefaultThreadFactory;
import io.nutcracker.config.HostResolver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The names of servers, shared by all workers. Connections ask for an address each time they are
 * made; a {@link HostName} makes few lookups of that.
 */
final class HostNames {
  private static final int MAX_LOOKUPS = 64;

  private final HostResolver resolver;
  private final Executor threads;
  private final LongSupplier nanoTime;

  /** Bounded by the configuration, where all names come from. */
  private final Map<String, HostName> names = new ConcurrentHashMap<>();

  /**
   * @param threads run lookups, which block for as long as name servers please
   * @param nanoTime nanoseconds since an arbitrary origin; never goes back
   */
  HostNames(HostResolver resolver, Executor threads, LongSupplier nanoTime) {
    this.resolver = resolver;
    this.threads = threads;
    this.nanoTime = nanoTime;
  }

  /**
   * Asks on threads of its own: at most one per name, and {@link #MAX_LOOKUPS} in all, after which
   * names wait for each other. No virtual ones: the system's resolver would not let go of the few
   * threads that carry these.
   */
  static HostNames askedOf(HostResolver resolver) {
    var threads =
        new ThreadPoolExecutor(
            MAX_LOOKUPS,
            MAX_LOOKUPS,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new DefaultThreadFactory("names", true));
    threads.allowCoreThreadTimeOut(true);
    return new HostNames(resolver, threads, System::nanoTime);
  }

  HostName get(String host) {
    return names.computeIfAbsent(host, name -> new HostName(name, resolver, threads, nanoTime));
  }
}
