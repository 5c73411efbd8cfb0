// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.testing;

import java.util.List;

/** The C program, nutcracker 0.5.0: what ours is compared with. */
public final class ReferenceProxy {
  private ReferenceProxy() {}

  /** Starts it. Stats are gathered every 100 ms, the least that leaves the program time to work. */
  public static RunningProxy start(List<TestPool> pools, int mbufSizeBytes) {
    var program = Program.NUTCRACKER.path().toString();
    return new ProxyProcess(
        List.of(program, "--stats-interval=100", "--verbose=11", "--mbuf-size=" + mbufSizeBytes),
        "",
        pools);
  }
}
