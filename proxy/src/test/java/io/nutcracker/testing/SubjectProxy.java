// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.testing;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.uring.IoUring;
import io.nutcracker.config.ConfigException;
import io.nutcracker.config.ConfigLoader;
import io.nutcracker.config.HostResolver;
import io.nutcracker.config.TransportChoice;
import io.nutcracker.proxy.Proxy;
import io.nutcracker.proxy.ProxyOptions;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** Our proxy, inside the test's own JVM. */
public final class SubjectProxy implements RunningProxy {
  private final ConfigFile config;
  private final Proxy proxy;

  private SubjectProxy(List<TestPool> pools, ProxyOptions options, HostResolver resolver) {
    config = new ConfigFile(pools);
    try {
      proxy = Proxy.start(ConfigLoader.load(config.path()).config(), options, resolver);
    } catch (IOException | ConfigException e) {
      throw new AssertionError(e);
    }
  }

  /** Starts it with one worker on the transport it chooses itself. */
  public static SubjectProxy start(List<TestPool> pools, int mbufSizeBytes) {
    return with(1, TransportChoice.AUTO).start(pools, mbufSizeBytes);
  }

  /** How to start it with so many workers on this transport. */
  public static Starter with(int workers, TransportChoice transport) {
    return new Starter(workers, transport);
  }

  /** Two workers on the best transport that this machine has, and one worker on each other one. */
  public static List<Starter> everyKind() {
    var kinds = everyTransport();
    kinds.removeLast();
    kinds.addFirst(with(2, TransportChoice.AUTO));
    return kinds;
  }

  /** One worker on each transport that this machine has; the best one comes last. */
  public static List<Starter> everyTransport() {
    var kinds = new ArrayList<Starter>();
    kinds.add(with(1, TransportChoice.NIO));
    if (Epoll.isAvailable()) {
      kinds.add(with(1, TransportChoice.EPOLL));
    }
    if (IoUring.isAvailable()) {
      kinds.add(with(1, TransportChoice.IO_URING));
    }
    return kinds;
  }

  /** Starts our proxy in one arrangement. */
  public record Starter(int workers, TransportChoice transport) implements ProxyStarter {
    @Override
    public SubjectProxy start(List<TestPool> pools, int mbufSizeBytes) {
      return start(pools, mbufSizeBytes, HostResolver.SYSTEM);
    }

    /** Starts it with servers whose names only this resolver knows. */
    public SubjectProxy start(List<TestPool> pools, int mbufSizeBytes, HostResolver resolver) {
      return new SubjectProxy(
          pools,
          new ProxyOptions(
              workers, transport, "127.0.0.1", 0, mbufSizeBytes, OptionalLong.empty(), null),
          resolver);
    }

    /** Starts it with a {@code max_memory} of so many bytes. */
    public SubjectProxy startWithMemory(List<TestPool> pools, long maxMemory) {
      return new SubjectProxy(
          pools,
          new ProxyOptions(
              workers, transport, "127.0.0.1", 0, 16384, OptionalLong.of(maxMemory), null),
          HostResolver.SYSTEM);
    }

    /** Starts it with a token for its admin port. */
    public SubjectProxy startWithToken(List<TestPool> pools, String token) {
      return new SubjectProxy(
          pools,
          new ProxyOptions(workers, transport, "127.0.0.1", 0, 16384, OptionalLong.empty(), token),
          HostResolver.SYSTEM);
    }

    /** The same arrangement as settings of a configuration file. */
    public String settings() {
      return "workers: %d\ntransport: %s\n".formatted(workers, transport.configName());
    }
  }

  @Override
  public SocketAddress address(String pool) {
    return proxy.listenAddress(pool);
  }

  @Override
  public SocketAddress statsAddress() {
    return proxy.statsAddress();
  }

  /** Starts to {@linkplain Proxy#drain drain} it; completes with how many clients were left. */
  public CompletableFuture<Integer> drain(Duration timeout, CompletableFuture<?> atOnce) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return proxy.drain(timeout.toMillis(), atOnce);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        },
        SubjectProxy::startThread);
  }

  /** The common pool may have one thread only, which somebody else may be blocking. */
  private static void startThread(Runnable task) {
    new Thread(task).start();
  }

  @Override
  public void close() {
    proxy.close();
    config.delete();
  }
}
