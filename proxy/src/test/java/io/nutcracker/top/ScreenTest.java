// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

import static io.nutcracker.top.Samples.model;
import static io.nutcracker.top.Samples.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The picture, line by line. */
class ScreenTest {
  private static final Place OVERVIEW = Place.start();
  private static final Place SERVERS = OVERVIEW.ofPool("shop").to(View.SERVERS);

  private static List<String> draw(int width, int height, Model model, Place place) {
    return texts(new Screen(width, height, true).draw(model, place));
  }

  private static Model overview() {
    return model(Details.NONE, Details.NONE);
  }

  private static Model withServers(int count) {
    return model(
        Details.ofServers("shop", Samples.servers(count, 10)),
        Details.ofServers("shop", Samples.servers(count, 60)));
  }

  @Test
  void anOverviewFitsTheUsualTerminal() {
    assertThat(draw(80, 24, overview(), OVERVIEW))
        .startsWith(
            "nutcracker 1.2.3 · 127.0.0.1:22222 · up 1 h 2 min · at 12:00:02",
            "Clients 14 of 4,000 · Workers 2 · CPU 35 % · Memory 1.43 MB of 2 GB",
            "6,004 requests/s · 60 errors/s",
            "",
            " 1 Overview   2 Servers   3 Hot keys   4 Big values   5 Slow log",
            "",
            "Pool       State       Requests/s Errors/s Clients Under way     p50     p99",
            "shop       ▲ 2 of 3 up      6,000       60       7         3  120 µs  1.5 ms",
            "session    ● 3 up               4        0       7         3       –       –")
        .hasSize(24)
        .last()
        .asString()
        .startsWith("Enter pool");
  }

  @Test
  void thereIsMoreWhereThereIsRoom() {
    assertThat(draw(200, 50, overview(), OVERVIEW))
        .hasSize(50)
        .anyMatch(line ->
            line.matches(
                "shop +▲ 2 of 3 up +6,000 +6,000 +60 +7 +3 +586 KB +11.4 MB +120 µs +1.5 ms"
                    + " +2.1 s"));
  }

  @ParameterizedTest
  @CsvSource({"80,24", "200,50", "40,12", "20,10", "5,3", "1,1"})
  void noLineIsWiderThanTheTerminalAndThereIsOneForEachOfItsLines(int width, int height) {
    for (View view : View.values()) {
      for (boolean help : new boolean[] {false, true}) {
        Place place = SERVERS.to(view).withHelp(help);
        List<AttributedString> lines =
            new Screen(width, height, true).draw(withServers(1000), place);
        assertThat(lines).hasSize(height).allMatch(line -> line.columnLength() <= width);
      }
    }
  }

  @Test
  void aNarrowTerminalHasTheColumnsThatMatterMost() {
    assertThat(draw(46, 12, overview(), OVERVIEW))
        .contains(
            "Pool       State       Requests/s Errors/s",
            "shop       ▲ 2 of 3 up      6,000       60");
  }

  @Test
  void serversTellWhenTheyComeBack() {
    assertThat(draw(80, 24, withServers(3), SERVERS))
        .contains(" Pool shop · redis · 127.0.0.1:22121")
        .anyMatch(line -> line.matches("node-0 +● up +33.3 % +50 +0 +2 +850 µs"))
        .anyMatch(line -> line.matches("node-1 +▲ ejected, back in 29 s +33.3 % +100 +1 +2 +–"));
  }

  @Test
  void aThousandServersScroll() {
    Model model = withServers(1000);
    List<Row> rows = Rows.of(model, SERVERS);
    assertThat(draw(80, 24, model, SERVERS)).anyMatch(line -> line.startsWith("node-0 "));
    Place last = SERVERS.moved(rows, Integer.MAX_VALUE);
    assertThat(draw(80, 24, model, last))
        .anyMatch(line -> line.startsWith("node-999 "))
        .noneMatch(line -> line.startsWith("node-0 "));
    Place middle = SERVERS.moved(rows, 500);
    assertThat(new Screen(80, 24, true).draw(model, middle))
        .filteredOn(line -> line.toString().startsWith("node-500 "))
        .singleElement()
        .satisfies(line -> assertThat(line.styleAt(0)).isEqualTo(Ink.CHOSEN.style(true)));
  }

  @Test
  void rowsAreSortedAndFiltered() {
    Model model = withServers(12);
    Place byRequests = SERVERS;
    while (byRequests.order().column() != 4) {
      byRequests = byRequests.sortedByNext();
    }
    assertThat(names(model, byRequests)).startsWith("node-11", "node-10").endsWith("node-0");
    assertThat(names(model, byRequests.sortedTheOtherWay())).startsWith("node-0", "node-1");
    assertThat(names(model, SERVERS)).startsWith("node-0", "node-1", "node-2").endsWith("node-11");
    assertThat(names(model, SERVERS.withFilter("NODE-1", false)))
        .containsExactly("node-1", "node-10", "node-11");
    assertThat(draw(80, 24, model, SERVERS.withFilter("nothing", false)))
        .contains("No row holds that.");
    assertThat(draw(80, 24, model, byRequests)).anyMatch(line -> line.contains("Requests/s▼"));
  }

  private static List<String> names(Model model, Place place) {
    return Rows.of(model, place).stream().map(Row::id).toList();
  }

  @Test
  void whatIsNotKnownComesLastWhicheverWayTheRestIsSorted() {
    Place byP99 = SERVERS;
    while (byP99.order().column() != 8) {
      byP99 = byP99.sortedByNext();
    }
    assertThat(names(withServers(3), byP99)).startsWith("node-0");
    assertThat(names(withServers(3), byP99.sortedTheOtherWay())).startsWith("node-0");
  }

  @Test
  void aKeysNameIsObeyedByNoTerminal() {
    String evil = "\u001b]0;owned\u0007\u001b[2J\r\nkey\u009b31m\u202etxt.exe";
    var keys = List.of(new HotKey(evil, 500, 0.25), new HotKey("schlüssel 鍵", 10, 0.01));
    Model model = model(Details.NONE, Details.ofHotKeys("shop", keys, 10));
    Place place = OVERVIEW.to(View.HOT_KEYS);
    for (boolean colours : new boolean[] {true, false}) {
      String all =
          texts(new Screen(120, 24, colours).draw(model, place)).stream()
              .collect(Collectors.joining());
      assertThat(all)
          .contains("\\x1b]0;owned\\x07\\x1b[2J\\r\\nkey\\x9b31m\\u{202e}txt.exe", "schlüssel 鍵")
          .matches("[^\\p{Cntrl}\\p{Cf}\\x80-\\x9f]*");
    }
  }

  @Test
  void wideCharactersDoNotPushTheFigures() {
    var keys = List.of(new HotKey("鍵".repeat(80), 500, 0.25), new HotKey("a", 10, 0.01));
    Model model = model(Details.NONE, Details.ofHotKeys("shop", keys, 10));
    List<AttributedString> lines = new Screen(80, 24, true).draw(model, OVERVIEW.to(View.HOT_KEYS));
    assertThat(lines)
        .filteredOn(line -> line.toString().endsWith(" %"))
        .hasSize(2)
        .allMatch(line -> line.columnLength() == 80);
  }

  @Test
  void whatIsSwitchedOffSaysHowToSwitchItOn() {
    for (View view : List.of(View.HOT_KEYS, View.BIG_VALUES, View.SLOW_LOG)) {
      Model model = model(Details.NONE, Details.ofHotKeys("session", List.of(), 100));
      assertThat(draw(80, 24, model, OVERVIEW.ofPool("session").to(view)))
          .contains("latency_tracking: true in the pool switches this on.");
    }
    Model off = model(Details.NONE, Details.ofHotKeys("shop", List.of(), 0));
    assertThat(draw(80, 24, off, OVERVIEW.to(View.HOT_KEYS)))
        .contains("hotkeys_sample: 0 turns this off.");
  }

  @Test
  void slowRequestsTellWhereTheirTimeWent() {
    var slow =
        new SlowRequest(7, 43_201_000, "EVAL (20 bytes) 1 k", "node-0", 10, 25_000, 40, "me (::1)");
    Model model = model(Details.NONE, Details.ofSlowRequests("shop", List.of(slow)));
    assertThat(draw(120, 24, model, OVERVIEW.to(View.SLOW_LOG)))
        .anyMatch(line ->
            line.matches(
                " +7 12:00:01 EVAL \\(20 bytes\\) 1 k +node-0 +25.1 ms +10 µs +25 ms +40 µs me"
                    + " \\(::1\\)"));
  }

  @Test
  void aProxyThatIsGoneIsSaidAndItsFiguresStay() {
    Model gone = overview().with("cannot be reached: Connection refused", 43_205_000);
    assertThat(draw(120, 24, gone, OVERVIEW))
        .contains(
            "▲ 127.0.0.1:22222 cannot be reached: Connection refused, since 12:00:05; these figures"
                + " are older")
        .anyMatch(line -> line.startsWith("shop "));
    assertThat(draw(120, 24, gone.with("does not answer", 43_209_000), OVERVIEW))
        .anyMatch(line -> line.contains("does not answer, since 12:00:05"));
  }

  @Test
  void withoutColoursSignsAndWordsAreLeft() {
    List<AttributedString> lines = new Screen(80, 24, false).draw(withServers(3), SERVERS);
    assertThat(lines)
        .anyMatch(line -> line.toString().contains("▲ ejected"))
        .allSatisfy(
            line -> assertThat(line.toAnsi()).doesNotContainPattern("\u001b\\[[0-9;]*3[0-7]"));
  }

  @Test
  void thePlainLineTellsWhatItKnows() {
    JsonTree line =
        JsonTree.read(
            """
            {"service":"nutcracker", "version":"0.5.0", "uptime":62, "alpha": {"client_eof":1,
            "client_connections":4, "one": {"requests":10, "server_ejected_at":0, "in_queue":0},
            "two": {"requests":5, "server_ejected_at":43201000000, "in_queue":2}}}\
            """);
    var snapshot =
        new Snapshot(
            1,
            43_202_000,
            true,
            PlainLine.process(line),
            PlainLine.pools(line),
            Latencies.NONE,
            Details.ofServers("alpha", PlainLine.servers(line.at("alpha"))));
    assertThat(draw(90, 24, model(snapshot), OVERVIEW))
        .startsWith("nutcracker 0.5.0 · 127.0.0.1:22222 · up 1 min 2 s · at 12:00:02")
        .contains(Nothing.PLAIN)
        .anyMatch(text -> text.matches("alpha +2 servers +– +– +4 +2 +– +– +–"));
    assertThat(draw(90, 24, model(snapshot), OVERVIEW.to(View.SERVERS)))
        .anyMatch(text -> text.matches("one +never ejected .*"))
        .anyMatch(text -> text.matches("two +ejected at 12:00:01 .*"));
    assertThat(draw(90, 24, model(snapshot), OVERVIEW.to(View.HOT_KEYS)))
        .contains("The plain stats do not tell this.");
    assertThat(snapshot.pools().getFirst().stats()).containsEntry("requests", 15L);
    assertThat(snapshot.details().servers().getFirst().share()).isEqualTo(OptionalDouble.empty());
  }
}
