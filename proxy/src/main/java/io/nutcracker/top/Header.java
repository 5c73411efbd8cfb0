// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

import static io.nutcracker.stats.PoolStat.CLIENT_CONNECTIONS;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jline.utils.AttributedString;

/** The lines above the tables: the process, what it does, and what is wrong. */
record Header(Screen screen) {
  private static final String DOT = " · ";

  List<AttributedString> draw(Model model) {
    return List.of(
        title(model),
        model.now().map(now -> process(model, now)).orElse(AttributedString.EMPTY),
        model.now().map(now -> load(model, now)).orElse(AttributedString.EMPTY),
        notice(model));
  }

  private AttributedString title(Model model) {
    Line line = screen.line().add("nutcracker", Ink.TITLE);
    Optional<Snapshot> now = model.now();
    now.ifPresent(known -> line.add(" " + Visible.text(known.process().version()), Ink.TITLE));
    line.add(DOT + Visible.text(model.address().toString()));
    now.map(known -> known.process().uptimeSeconds())
        .ifPresent(up -> up.ifPresent(seconds -> line.add(DOT + "up " + Format.duration(seconds))));
    now.ifPresent(known -> line.add(DOT + "at " + Format.time(known.millis(), model.zone())));
    return line.end();
  }

  private AttributedString process(Model model, Snapshot now) {
    ProcessFigures process = now.process();
    OptionalDouble cpu = new Rates(model.before(), now).cpu();
    return screen
        .line()
        .add("Clients " + of(Format.count(clients(now)), process.clientLimit(), Format::count))
        .add(DOT + "Workers " + Format.count(process.workers()))
        .add(DOT + "CPU " + Format.share(cpu))
        .add(DOT + "Memory ")
        .add(of(Format.bytes(process.memoryUsed()), process.memoryLimit(), Format::bytes))
        .end();
  }

  private static long clients(Snapshot now) {
    return now.sum(CLIENT_CONNECTIONS.statName());
  }

  /** {@code 5 of 100}, or {@code 5} where there is no limit or it is not known. */
  private static String of(String amount, OptionalLong limit, LimitFormat format) {
    return limit.orElse(0) == 0 ? amount : amount + " of " + format.text(limit);
  }

  private interface LimitFormat {
    String text(OptionalLong limit);
  }

  private AttributedString load(Model model, Snapshot now) {
    var rates = new Rates(model.before(), now);
    OptionalDouble errors = rates.errors();
    return screen
        .line()
        .add(Format.rate(rates.requests()) + " requests/s", Ink.TITLE)
        .add(DOT)
        .add(Format.rate(errors) + " errors/s", errors.orElse(0) > 0 ? Ink.BAD : Ink.TITLE)
        .end();
  }

  /** What is wrong, or what is not known; blank if all is well. */
  private AttributedString notice(Model model) {
    if (model.trouble().isPresent()) {
      Trouble trouble = model.trouble().get();
      return screen.line().add("▲ " + text(model, trouble), Ink.BAD).end();
    }
    Optional<Snapshot> now = model.now();
    if (now.isEmpty()) {
      return screen.line().add("Asking " + Visible.text(model.address().toString())).end();
    }
    String obstacle = now.get().process().obstacle();
    if (!obstacle.isEmpty()) {
      return screen.line().add("▲ Not ready: " + Visible.text(obstacle), Ink.BAD).end();
    }
    return now.get().isPlain()
        ? screen.line().add(Nothing.PLAIN, Ink.QUIET).end()
        : AttributedString.EMPTY;
  }

  private static String text(Model model, Trouble trouble) {
    String since = Format.time(trouble.sinceMillis(), model.zone());
    String stale = model.now().isPresent() ? "; these figures are older" : "";
    return "%s %s, since %s%s"
        .formatted(
            Visible.text(model.address().toString()), Visible.text(trouble.reason()), since, stale);
  }
}
