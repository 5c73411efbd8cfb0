// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * TCP ports that nothing listens on, for programs that cannot choose one themselves. They lie below
 * the range from which systems take the ports of outgoing connections, so that no connection takes
 * one before its listener does; and none is given out twice.
 */
public final class FreePorts {
  private static final int LOWEST = 10_000;
  private static final int HIGHEST = 30_000;

  /** Other test runs on this machine begin elsewhere. */
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST));

  private FreePorts() {}

  /** A port of the loopback interface. */
  public static InetSocketAddress next() {
    while (true) {
      var port = NEXT.getAndUpdate(last -> last < HIGHEST ? last + 1 : LOWEST);
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      if (isFree(address)) {
        return address;
      }
    }
  }

  private static boolean isFree(InetSocketAddress address) {
    try (var socket = new ServerSocket()) {
      socket.bind(address);
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
