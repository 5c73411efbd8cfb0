// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it.clients;

import io.nutcracker.it.SampledLeaks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients of PHP, as the system packages them. */
@ExtendWith(SampledLeaks.class)
final class PhpClientsIT {
  @Test
  void phpredisDoesWhatTheTableSays() {
    Matrix.assertAsInTable(new ClientProgram("phpredis", "php", "php/phpredis.php"));
  }
}
