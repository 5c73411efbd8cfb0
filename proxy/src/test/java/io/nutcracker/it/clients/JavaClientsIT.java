// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it.clients;

import io.nutcracker.it.SampledLeaks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients of Java, in the test's own process. */
@ExtendWith(SampledLeaks.class)
final class JavaClientsIT {
  @Test
  void jedisDoesWhatTheTableSays() {
    Matrix.assertAsInTable(new JavaProgram("Jedis", "redis.clients/jedis", JedisClient::connect));
  }

  @Test
  void lettuceDoesWhatTheTableSays() {
    Matrix.assertAsInTable(
        new JavaProgram("Lettuce", "io.lettuce/lettuce-core", LettuceClient::connect));
  }

  @Test
  void redissonDoesWhatTheTableSays() {
    Matrix.assertAsInTable(
        new JavaProgram("Redisson", "org.redisson/redisson", RedissonTestClient::connect));
  }
}
