// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Redis' clients and servers come and go: {@link Chaos}. */
@ParameterizedClass
@MethodSource("io.nutcracker.testing.SubjectProxy#everyKind")
@ExtendWith(SampledLeaks.class)
record ChaosIT(SubjectProxy.Starter kind) {
  private Chaos chaos() {
    return new Chaos(kind, RedisServer::start, TestPool::redis, ChaoticRedisClient::new);
  }

  @Test
  void noRequestGetsAnothersResponseWhileServersDie() throws Exception {
    chaos().whileServersDie();
  }

  @Test
  void noRequestGetsAnothersResponseWhileServersStandStill() throws Exception {
    chaos().whileServersStandStill();
  }
}
