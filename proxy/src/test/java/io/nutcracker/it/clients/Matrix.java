// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.config.TransportChoice;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * What a client is tried with: a server, a proxy of one server and a proxy of three. What it cannot
 * do with the server alone is its program's fault.
 */
final class Matrix implements AutoCloseable {
  private final RedisServer alone = RedisServer.start();
  private final RedisServer only = RedisServer.start();
  private final List<RedisServer> three =
      List.of(RedisServer.start(), RedisServer.start(), RedisServer.start());
  private final SubjectProxy proxy =
      SubjectProxy.with(2, TransportChoice.AUTO)
          .start(List.of(pool("one", List.of(only)), pool("three", three)), 16384);

  /** Clients wait more than they work. */
  private final ExecutorService runs = Executors.newFixedThreadPool(4);

  private static TestPool pool(String name, List<RedisServer> servers) {
    var entries = new ArrayList<String>();
    for (RedisServer server : servers) {
      entries.add(server.poolEntry("s" + (entries.size() + 1)));
    }
    return TestPool.redis(name, entries).with("hash_tag", "{}");
  }

  /** Tries it, and writes what it did into the table or compares it with what stands there. */
  static void assertAsInTable(TestedClient client) {
    try (var matrix = new Matrix()) {
      var rows = matrix.rows(client);
      if (Boolean.getBoolean("clients.write")) {
        ClientPage.write(client.name(), rows);
      }
      ClientPage.read().assertTells(client.name(), rows);
    }
  }

  /** What comes of one protocol. */
  private record Runs(
      Protocol protocol,
      CompletableFuture<Report> alone,
      CompletableFuture<Report> one,
      CompletableFuture<Report> three) {}

  /** A row for each protocol. */
  private List<ClientRow> rows(TestedClient client) {
    var all = Stream.of(Protocol.values()).map(protocol -> start(client, protocol)).toList();
    var rows = new ArrayList<ClientRow>();
    for (Runs runs : all) {
      assertComplete(client, runs.alone.join());
      rows.add(ClientRow.of(client.name(), runs.protocol, runs.one.join(), runs.three.join()));
    }
    return rows;
  }

  private Runs start(TestedClient client, Protocol protocol) {
    return new Runs(
        protocol,
        start(client, alone.address(), protocol),
        start(client, proxy.address("one"), protocol),
        start(client, proxy.address("three"), protocol));
  }

  private CompletableFuture<Report> start(
      TestedClient client, SocketAddress address, Protocol protocol) {
    return CompletableFuture.supplyAsync(
        () -> Report.of(client.run((InetSocketAddress) address, protocol), protocol), runs);
  }

  private static void assertComplete(TestedClient client, Report direct) {
    assertThat(direct.version()).as("%s", direct.text()).isNotEmpty();
    if (!direct.unsupported()) {
      assertThat(direct.failures())
          .as("what %s cannot do without a proxy: %s", client.name(), direct.text())
          .isEmpty();
    }
  }

  @Override
  public void close() {
    runs.shutdownNow();
    proxy.close();
    three.forEach(RedisServer::close);
    only.close();
    alone.close();
  }
}
