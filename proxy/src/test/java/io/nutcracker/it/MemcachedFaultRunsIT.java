// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import io.nutcracker.testing.MemcachedServer;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A memcached dies or stands still under load: {@link FaultRun}. */
@ParameterizedClass
@MethodSource("io.nutcracker.it.FaultRunsIT#kinds")
@ExtendWith(SampledLeaks.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
record MemcachedFaultRunsIT(SubjectProxy.Starter kind) {
  /** So much that no value has to make room for another. */
  private static final String[] MEMORY = {"-m", "1024"};

  /** As {@link FaultRunsIT#warmUp}. */
  @BeforeAll
  static void warmUp() throws Exception {
    new Chaos(
            FaultRunsIT.kinds().getFirst(),
            MemcachedServer::start,
            TestPool::memcached,
            ChaoticMemcachedClient::new)
        .whileServersDie();
  }

  @ParameterizedTest
  @EnumSource(names = {"KILLED", "STOPPED"})
  void clientsOfOtherServersNoticeNothingAndAllIsWellSoonAfter(Fault fault) throws Exception {
    new FaultRun(
            kind,
            false,
            () -> MemcachedServer.start(MEMORY),
            TestPool::memcached,
            ChaoticMemcachedClient::new)
        .with(fault);
  }
}
