// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import io.nutcracker.config.TransportChoice;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each {@link Fault} of a Redis server under load: {@link FaultRun}. */
@ParameterizedClass
@MethodSource("arrangements")
@ExtendWith(SampledLeaks.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
record FaultRunsIT(FaultRun run) {
  private static final boolean IS_LONG = Boolean.getBoolean("fault.everyKind");

  /** Every kind with and without ejection; in the normal build one of two with, one without. */
  static Stream<FaultRun> arrangements() {
    return IS_LONG
        ? kinds().stream().flatMap(kind -> Stream.of(redis(kind, false), redis(kind, true)))
        : Stream.of(redis(kinds().getFirst(), true), redis(kinds().getLast(), false));
  }

  static List<SubjectProxy.Starter> kinds() {
    return IS_LONG
        ? SubjectProxy.everyKind()
        : List.of(
            SubjectProxy.with(2, TransportChoice.AUTO), SubjectProxy.with(1, TransportChoice.NIO));
  }

  private static FaultRun redis(SubjectProxy.Starter kind, boolean ejects) {
    return new FaultRun(kind, ejects, RedisServer::start, TestPool::redis, ChaoticRedisClient::new);
  }

  /** Code that has never run takes its time, and that is not what is measured. */
  @BeforeAll
  static void warmUp() throws Exception {
    new Chaos(kinds().getFirst(), RedisServer::start, TestPool::redis, ChaoticRedisClient::new)
        .whileServersDie();
  }

  @ParameterizedTest
  @EnumSource
  void clientsOfOtherServersNoticeNothingAndAllIsWellSoonAfter(Fault fault) throws Exception {
    run.with(fault);
  }
}
