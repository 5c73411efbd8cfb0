// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it.clients;

import io.nutcracker.it.SampledLeaks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The programs that come with Redis; they are made of hiredis. */
@ExtendWith(SampledLeaks.class)
final class RedisToolsIT {
  @Test
  void redisCliDoesWhatTheTableSays() {
    Matrix.assertAsInTable(new ClientProgram("redis-cli", "sh", "redis-tools/redis-cli.sh"));
  }

  @Test
  void redisBenchmarkDoesWhatTheTableSays() {
    Matrix.assertAsInTable(
        new ClientProgram("redis-benchmark", "sh", "redis-tools/redis-benchmark.sh"));
  }
}
