// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.testing;

import java.util.List;

/** Starts one kind of proxy: {@code ReferenceProxy::start}, or ours in some arrangement. */
@FunctionalInterface
public interface ProxyStarter {
  RunningProxy start(List<TestPool> pools, int mbufSizeBytes);
}
