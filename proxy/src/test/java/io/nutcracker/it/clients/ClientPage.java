// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The file with the {@link ClientTable}. */
final class ClientPage {
  private static final Path PAGE = Path.of("..", "docs", "clients.md");

  private ClientPage() {}

  static ClientTable read() {
    try {
      return ClientTable.parse(Files.readString(PAGE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives a client other rows, one test process at a time. */
  static void write(String client, List<ClientRow> rows) {
    try (var file = FileChannel.open(PAGE, StandardOpenOption.WRITE);
        var _ = file.lock()) {
      Files.writeString(PAGE, read().with(client, rows).text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
