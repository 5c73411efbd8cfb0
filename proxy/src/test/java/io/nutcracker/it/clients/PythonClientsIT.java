// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it.clients;

import io.nutcracker.it.SampledLeaks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients of Python, as the system packages them. */
@ExtendWith(SampledLeaks.class)
final class PythonClientsIT {
  @Test
  void redisPyDoesWhatTheTableSays() {
    // The system's own Python, for which its packages are made.
    Matrix.assertAsInTable(new ClientProgram("redis-py", "/usr/bin/python3", "python/redis_py.py"));
  }
}
