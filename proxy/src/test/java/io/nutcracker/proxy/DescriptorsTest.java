// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many of a process' descriptors are for clients. */
class DescriptorsTest {
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # limit,            in use, servers,             clients
          1024,                   40,       4,                 948
          20000,                  40,    2000,               17928
          # Servers and reserve get at most half: they are hardly ever all in use.
          64,                     40,       4,                  12
          1024,                   40, 2147483648,              492
          # twemproxy subtracts below zero here, and then lets in four billion.
          20,                     40,       4,                   0
          40,                     40,       4,                   0
          9223372036854775807,    40,       4,          2147483647
          """)
  void clientsHaveWhatServersAndReserveLeave(long limit, long inUse, long servers, int clients) {
    assertThat(Descriptors.forClients(limit, inUse, servers)).isEqualTo(clients);
  }
}
