// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.nutcracker.mbuf.Outlet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code stats} says about a whole pool. */
class StatsMergeTest {
  private static final String MISFIT = "SERVER_ERROR Invalid argument\r\n";

  private final MemcachedCoalescer coalescer = new MemcachedCoalescer();
  private final Outlet client = new Outlet().open();

  @AfterEach
  void noBufferIsLeft() {
    coalescer.clear();
    assertThat(client.received()).isEmpty();
    assertThat(client.usedMemory()).isZero();
  }

  @Test
  void sumsComeFirstAndThenEachServersOwn() {
    ask("stats", "server1", "server2");

    respond(1, stats("pid 8", "version 1.6.18", "rusage_user 0.750001", "curr_items 3"));
    respond(0, stats("pid 7", "version 1.6.18", "rusage_user 0.500000", "curr_items 2"));

    assertThat(merged())
        .isEqualTo(
            stats(
                "version 1.6.18",
                "rusage_user 1.250001",
                "curr_items 5",
                "server1:pid 7",
                "server1:version 1.6.18",
                "server1:rusage_user 0.500000",
                "server1:curr_items 2",
                "server2:pid 8",
                "server2:version 1.6.18",
                "server2:rusage_user 0.750001",
                "server2:curr_items 3"));
    assertThat(coalescer.isOurError()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    // A sum means something.
    "stats, bytes, 1, 2, 3",
    "stats, total_items, 18446744073709551615, 1, 18446744073709551616",
    "stats, limit_maxbytes, 67108864, 67108864, 134217728",
    "stats items, items:1:number, 4, 5, 9",
    "stats slabs, 1:used_chunks, 4, 5, 9",
    "stats slabs, total_malloced, 4, 5, 9",
    "stats sizes, 96, 4, 5, 9",
    // It does not.
    "stats, uptime, 4, 4, 4",
    "stats, uptime, 4, 5,",
    "stats, pointer_size, 64, 64, 64",
    "stats, hash_power_level, 16, 17,",
    "stats items, items:1:age, 10, 11,",
    "stats items, items:1:evicted_time, 10, 10, 10",
    "stats slabs, 1:chunk_size, 96, 96, 96",
    "stats slabs, 1:chunk_size, 96, 97,",
    "stats settings, maxbytes, 64, 64, 64",
    "stats settings, maxbytes, 64, 65,",
    "stats settings, inter, 127.0.0.1, 127.0.0.1, 127.0.0.1",
    "stats sizes, sizes_status, disabled, disabled, disabled",
    "stats sizes, sizes_status, disabled, enabled,",
    "stats, bytes, 1, many,",
    "stats conns, 10:secs_since_last_cmd, 3, 3,"
  })
  void thePlainNameHoldsTheSumOrWhatAllAgreeOn(
      String request, String name, String first, String second, String together) {
    ask(request, "a", "b");

    respond(0, stats(name + " " + first));
    respond(1, stats(name + " " + second));

    String servers = stats("a:" + name + " " + first, "b:" + name + " " + second);
    assertThat(merged())
        .isEqualTo(together == null ? servers : "STAT " + name + " " + together + "\r\n" + servers);
  }

  @Test
  void aSumIsOfTheServersThatHaveTheStat() {
    ask("stats items", "a", "b");

    respond(0, stats("items:1:number 2", "items:1:age 9"));
    respond(1, stats("items:2:number 3"));

    assertThat(merged())
        .isEqualTo(
            stats(
                "items:1:number 2",
                "items:2:number 3",
                "a:items:1:number 2",
                "a:items:1:age 9",
                "b:items:2:number 3"));
  }

  @Test
  void valuesMayHoldBlanksAndAnyByte() {
    ask("stats settings", "a");

    respond(0, stats("inter ::1, \u00ff ", "domain_socket ", "odd"));

    assertThat(merged())
        .isEqualTo(
            stats(
                "inter ::1, \u00ff ",
                "domain_socket ",
                "odd ",
                "a:inter ::1, \u00ff ",
                "a:domain_socket ",
                "a:odd"));
  }

  @Test
  void aServersNameIsOneToken() {
    ask("stats", "my cache\n1");

    respond(0, stats("pid 7"));

    assertThat(merged()).isEqualTo(stats("pid 7", "my_cache_1:pid 7"));
  }

  @ParameterizedTest
  @CsvSource({
    "stats cachedump 1 0, ITEM foo [1 b; 0 s], ITEM bar [2 b; 0 s]",
    "stats detail dump, PREFIX foo get 1 hit 1 set 0 del 0, PREFIX foo get 2 hit 2 set 0 del 0"
  })
  void otherListsComeOneAfterTheOther(String request, String first, String second) {
    ask(request, "a", "b", "c");

    respond(1, "END\r\n");
    respond(2, second + "\r\nEND\r\n");
    respond(0, first + "\r\nEND\r\n");

    assertThat(merged()).isEqualTo(first + "\r\n" + second + "\r\nEND\r\n");
  }

  @Test
  void emptyListsAreAnEmptyList() {
    ask("stats slabs", "a", "b");

    respond(0, "END\r\n");
    respond(1, "END\r\n");

    assertThat(merged()).isEqualTo("END\r\n");
  }

  @ParameterizedTest
  @CsvSource({"stats reset, RESET", "stats detail on, OK"})
  void whatAllSayIsSaidOnce(String request, String reply) {
    ask(request, "a", "b");

    respond(0, reply + "\r\n");
    respond(1, reply + "\r\n");

    assertThat(merged()).isEqualTo(reply + "\r\n");
  }

  @Test
  void theFirstServersErrorIsSeen() {
    ask("stats foo", "a", "b", "c");

    respond(2, "ERROR\r\n");
    respond(1, "STAT pid 7\r\nSERVER_ERROR out of memory preparing response\r\n");
    respond(0, stats("pid 7"));

    assertThat(merged()).isEqualTo("SERVER_ERROR out of memory preparing response\r\n");
    assertThat(coalescer.isOurError()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"RESET\r\n", "OK\r\n", "1\r\n", "STORED\r\n", "VA 3\r\nEND\r\n"})
  void whatDoesNotGoWithAListIsAnError(String misfit) {
    ask("stats", "a", "b");

    respond(0, stats("pid 7"));
    respond(1, misfit);

    assertThat(coalescer.isOurError()).isTrue();
    assertThat(merged()).isEqualTo(MISFIT);
  }

  @Test
  void endlessReportsAreAnError() {
    String line = "STAT " + "x".repeat(1000) + " 1\r\n";
    ask("stats", "a", "b");

    respond(0, stats("pid 7"));
    respond(1, line.repeat(StatsMerge.MAX_REPORT_BYTES / line.length() + 1) + "END\r\n");

    assertThat(merged()).isEqualTo(MISFIT);
  }

  @Test
  void aClearedCoalescerRemembersNothing() {
    ask("stats reset", "a", "b", "c");
    respond(0, "RESET\r\n");
    coalescer.clear();
    assertThat(coalescer.heldBytes()).isZero();

    ask("stats", "a", "b");
    respond(0, stats("pid 7"));
    respond(1, stats("pid 7"));

    assertThat(merged()).isEqualTo(stats("pid 7", "a:pid 7", "b:pid 7"));
  }

  private static String stats(String... stats) {
    var list = new StringBuilder();
    for (String stat : stats) {
      list.append("STAT ").append(stat).append("\r\n");
    }
    return list + "END\r\n";
  }

  private void ask(String request, String... servers) {
    var fragmenter = new MemcachedFragmenter();
    ByteBuf in = WireText.buffer(request + "\r\n");
    fragmenter.broadcast(in, 0, ParsedRequest.at(in, 0), servers.length);
    coalescer.start(fragmenter, client.buffer(), List.of(servers));
  }

  private void respond(int fragment, String response) {
    ByteBuf in = client.allocator().directBuffer();
    in.writeBytes(WireText.bytes("xx" + response + "yy"));
    coalescer.onResponse(fragment, in, 2, response.length(), client.buffer());
    in.release();
  }

  private String merged() {
    coalescer.write(client.buffer());
    coalescer.clear();
    return client.received();
  }
}
