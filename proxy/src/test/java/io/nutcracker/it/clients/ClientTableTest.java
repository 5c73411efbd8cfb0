// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page about clients: what its rows say, and how it is compared and written. */
final class ClientTableTest {
  private static final Report ALL = report("ok strings", "ok hashes");
  private static final Report NO_HASHES = report("ok strings", "failed hashes: a|b at 127.0.0.1:1");

  private static Report report(String... lines) {
    var all = new ArrayList<>(List.of("version 1.2", "speaks 2"));
    all.addAll(List.of(lines));
    return Report.of(all, Protocol.DEFAULT);
  }

  private static ClientRow row(String client, Report one, Report three) {
    return ClientRow.of(client, Protocol.DEFAULT, one, three);
  }

  @Test
  void thePageHasEveryClientWithEveryProtocol() {
    var expected = new ArrayList<String>();
    for (String client : ClientTable.CLIENTS) {
      for (Protocol protocol : Protocol.values()) {
        expected.add(client + ", " + protocol.title());
      }
    }
    assertThat(ClientPage.read().parsedRows().map(row -> row.client() + ", " + row.told()))
        .isEqualTo(expected);
  }

  @Test
  void aReportTellsWhatFailedAndWhy() {
    assertThat(NO_HASHES.succeeded("strings")).isTrue();
    assertThat(NO_HASHES.failures()).isEqualTo(Map.of("hashes", "a/b at the proxy"));
    assertThat(report().tried("strings")).isFalse();
    var forced = Report.of(List.of("version 1.2", "speaks 2"), Protocol.RESP3);
    assertThat(forced.failures()).isEqualTo(Map.of("connection", "speaks RESP2"));
    var broken = Report.of(List.of("version 1.2", "Traceback"), Protocol.DEFAULT);
    assertThat(broken.succeeded("connection")).isFalse();
  }

  @Test
  void aCellTellsWithHowManyServersItWorks() {
    assertThat(row("Jedis", ALL, ALL).line())
        .startsWith("| Jedis | 1.2 | default | RESP2 | yes | yes | yes | – |");
    assertThat(row("Jedis", ALL, NO_HASHES).cells().get(2)).isEqualTo("one server only");
    assertThat(row("Jedis", NO_HASHES, ALL).cells().get(2)).isEqualTo("three servers only");
    assertThat(row("Jedis", NO_HASHES, NO_HASHES).cells().get(2)).isEqualTo("no");
  }

  @Test
  void rowsOfOneClientReplaceItsOwnOnly() {
    var page = ClientPage.read();
    var rows = page.parsedRows().filter(row -> row.client().equals("Lettuce")).toList();
    assertThat(page.with("Lettuce", rows).rows()).isEqualTo(page.rows());
    var changed = page.with("Lettuce", List.of(row("Lettuce", ALL, NO_HASHES)));
    assertThat(changed.rows()).hasSize(page.rows().size() - 2);
    assertThat(changed.failures())
        .contains("- Lettuce, default, three servers: hashes: `a/b at the proxy`");
    assertThat(ClientTable.parse(changed.text())).isEqualTo(changed);
  }

  @Test
  void anotherOutcomeIsNoticedAndAnotherVersionIsNot() {
    var page = ClientPage.read().with("Jedis", List.of(row("Jedis", ALL, ALL)));
    page.assertTells("Jedis", List.of(row("Jedis", ALL, ALL)));
    var newer =
        Report.of(List.of("version 2.0", "speaks 3", "ok strings", "ok hashes"), Protocol.DEFAULT);
    page.assertTells("Jedis", List.of(row("Jedis", newer, newer)));
    assertThatThrownBy(() -> page.assertTells("Jedis", List.of(row("Jedis", ALL, NO_HASHES))))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("three servers: hashes");
  }

  @Test
  void aProtocolThatOneOfTheVersionsHasNotGotIsNotCompared() {
    var page = ClientPage.read().with("Jedis", List.of(row("Jedis", ALL, ALL)));
    var none = Report.of(List.of("version 1", "unsupported RESP3: none"), Protocol.RESP3);
    var rows = List.of(row("Jedis", ALL, ALL), ClientRow.of("Jedis", Protocol.RESP3, none, none));
    page.assertTells("Jedis", rows);
  }
}
