// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jspecify.annotations.Nullable;

/** One run of {@code nutcracker top}: live in a terminal, or once as plain text. */
public final class TopRun {
  /** Wider than any table, so that nothing is cut. */
  private static final int ANY_WIDTH = 10_000;

  /** How long terminals are waited for that do not answer what they can do. */
  private static final String LONGEST_PROBE_MS = "100";

  private final StatsPort port;
  private final Duration interval;

  /**
   * @param token what HTTP requests must know, if anything
   * @param interval between two looks
   */
  public TopRun(StatsAddress address, @Nullable String token, Duration interval) {
    this.port = new StatsPort(address, token);
    this.interval = interval;
  }

  /**
   * Shows the picture until somebody leaves.
   *
   * @param mayColour whether colours are welcome
   * @param isToldToEnd whether the process was told to end
   * @throws IOException if the terminal cannot be used
   */
  public void live(boolean mayColour, BooleanSupplier isToldToEnd) throws IOException {
    System.setProperty(TerminalBuilder.PROP_PROBE_TIMEOUT, LONGEST_PROBE_MS);
    try (Terminal terminal = TerminalBuilder.builder().system(true).dumb(false).build();
        var top = new LiveTop(terminal, mayColour);
        var watch = new Watch(port, interval.toNanos(), Question.of(Place.start()))) {
      top.run(watch, isToldToEnd);
    }
  }

  /** Prints one picture after one interval and returns the exit status: 1 if nobody answers. */
  public int once(PrintStream out, PrintStream err) throws InterruptedException {
    var inquiry = new Inquiry(port);
    try {
      List<Snapshot> before = inquiry.askAll();
      Thread.sleep(interval);
      print(models(before, inquiry.askAll()), out);
      return 0;
    } catch (NoAnswerException e) {
      err.println("nutcracker: " + port.address() + " " + Visible.text(e.reason()));
      return 1;
    }
  }

  private List<Model> models(List<Snapshot> before, List<Snapshot> now) {
    var models = new ArrayList<Model>();
    for (int i = 0; i < now.size(); i++) {
      Model model = Model.empty(port.address(), ZoneId.systemDefault());
      // The pools of a proxy never change; another one may have other pools.
      models.add(model.with(before.get(Math.min(i, before.size() - 1)), 0).with(now.get(i), 0));
    }
    return models;
  }

  private static void print(List<Model> models, PrintStream out) {
    for (AttributedString line : new Screen(ANY_WIDTH, Integer.MAX_VALUE, false).drawAll(models)) {
      out.println(line.toString().stripTrailing());
    }
    out.flush();
  }
}
