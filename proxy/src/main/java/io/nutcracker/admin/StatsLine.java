// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.function.Supplier;

/** {@code /stats}: what a plain reader is sent. */
record StatsLine(Supplier<String> line) implements AdminResource {
  @Override
  public AdminResponse answer(AdminRequest request) {
    return AdminResponse.of(AdminResponse.JSON, line.get().getBytes(UTF_8));
  }
}
