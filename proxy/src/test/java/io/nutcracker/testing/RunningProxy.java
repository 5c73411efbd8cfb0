// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.testing;

import java.net.SocketAddress;

/** A proxy that serves some {@link TestPool}s: the C program or ours. */
public interface RunningProxy extends AutoCloseable {
  /** Where clients of the named pool connect. */
  SocketAddress address(String pool);

  /** Where the stats port listens. */
  SocketAddress statsAddress();

  @Override
  void close();
}
