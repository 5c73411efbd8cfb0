// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.nutcracker.mbuf.SendBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes one report of the servers': first what is true of the pool, by {@link StatRule}, then what
 * each server said.
 *
 * <pre>
 *   server1: STAT pid 7\r\n STAT curr_items 2\r\n END\r\n
 *   server2: STAT pid 8\r\n STAT curr_items 3\r\n END\r\n
 *
 *   STAT curr_items 5\r\n
 *   STAT server1:pid 7\r\n STAT server1:curr_items 2\r\n
 *   STAT server2:pid 8\r\n STAT server2:curr_items 3\r\n
 *   END\r\n
 * </pre>
 *
 * <p>{@code ITEM} and {@code PREFIX} lines come one server's after the other's, as they are. Not
 * the data path: operators ask for stats, so this may allocate.
 */
final class StatsMerge {
  /** Longer reports do not fit. The longest known has six short lines for each connection. */
  static final int MAX_REPORT_BYTES = 16 * 1024 * 1024;

  private static final int STAT_NAME = "STAT ".length();

  private static final @Nullable ByteBuf[] NO_REPORTS = {};

  private String report = "";
  private List<String> serverNames = List.of();

  /** One per server; null while it has not answered. */
  private @Nullable ByteBuf[] reports = NO_REPORTS;

  /** How the responses end so far: END, or the OK or RESET which is all they consist of. */
  private @Nullable ResponseWord ending;

  private int heldBytes;

  void start(String report, List<String> serverNames) {
    this.report = report;
    this.serverNames = serverNames;
    reports = new @Nullable ByteBuf[serverNames.size()];
  }

  /**
   * Takes the response of a server.
   *
   * @return the line that does not fit, which may be an error; or {@code end}
   */
  int take(int server, ByteBuf in, int from, int end, SendBuffer out) {
    if (end - from > MAX_REPORT_BYTES) {
      return from;
    }
    for (int at = from; at < end; ) {
      int lineEnd = ResponseLines.end(in, at, end);
      ResponseWord word = ResponseWord.of(in, at, lineEnd);
      if (word == null || !(isListed(word) || mayEnd(word))) {
        return at;
      }
      at = lineEnd;
    }
    reports[server] = out.hold(in, from, end - from);
    heldBytes += end - from;
    return end;
  }

  private static boolean isListed(ResponseWord word) {
    return word.shape() == ResponseWord.Shape.LIST;
  }

  /** All have to end alike. */
  private boolean mayEnd(ResponseWord word) {
    if (ending == null
        && (word == ResponseWord.END || word == ResponseWord.OK || word == ResponseWord.RESET)) {
      ending = word;
    }
    return word == ending;
  }

  int heldBytes() {
    return heldBytes;
  }

  void write(SendBuffer out) {
    totals()
        .forEach((name, total) -> {
          String value = total.value(reports.length);
          if (value != null) {
            out.append(bytes("STAT " + name + " " + value + "\r\n"));
          }
        });
    for (int server = 0; server < reports.length; server++) {
      String prefix = prefix(serverNames.get(server));
      for (String line : lines(server)) {
        boolean isStat = line.startsWith("STAT ");
        out.append(bytes(isStat ? "STAT " + prefix + line.substring(STAT_NAME) : line));
      }
    }
    out.append(bytes(requireNonNull(ending).name() + "\r\n"));
  }

  /** In the order in which the names first come. */
  private Map<String, StatTotal> totals() {
    var totals = new LinkedHashMap<String, StatTotal>();
    for (int server = 0; server < reports.length; server++) {
      for (String line : lines(server)) {
        if (line.startsWith("STAT ")) {
          addStat(totals, line.substring(STAT_NAME, line.length() - 2));
        }
      }
    }
    return totals;
  }

  private void addStat(Map<String, StatTotal> totals, String stat) {
    int blank = stat.indexOf(' ');
    String name = blank < 0 ? stat : stat.substring(0, blank);
    String value = blank < 0 ? "" : stat.substring(blank + 1);
    totals.computeIfAbsent(name, _ -> new StatTotal(StatRule.of(report, name), value)).add(value);
  }

  /** The lines of a server's list, without the one that ends it. */
  private List<String> lines(int server) {
    ByteBuf in = requireNonNull(reports[server]);
    var lines = new ArrayList<String>();
    int end = in.writerIndex();
    for (int at = in.readerIndex(); at < end; ) {
      int lineEnd = ResponseLines.end(in, at, end);
      lines.add(in.toString(at, lineEnd - at, ISO_8859_1));
      at = lineEnd;
    }
    lines.removeLast();
    return lines;
  }

  /** {@code server1:}. A name is one token to whoever reads the report. */
  private static String prefix(String serverName) {
    String token = serverName.replaceAll("[\\x00-\\x20\\x7f]", "_");
    return new String(token.getBytes(UTF_8), ISO_8859_1) + ":";
  }

  private static byte[] bytes(String line) {
    return line.getBytes(ISO_8859_1);
  }

  /** On the data path: split gets come here too. */
  void clear() {
    for (ByteBuf held : reports) {
      if (held != null) {
        held.release();
      }
    }
    reports = NO_REPORTS;
    ending = null;
    heldBytes = 0;
  }
}
