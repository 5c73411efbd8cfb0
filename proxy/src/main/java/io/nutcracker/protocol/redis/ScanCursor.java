// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a client's SCAN is: at which server, and at which of that server's own cursors. For the
 * client both are one number, {@code cursor * servers + server}; it begins and ends with 0.
 *
 * <p>A server's cursor has as many bits as its hash table, so the product fits.
 *
 * @param cursor unsigned
 */
public record ScanCursor(int server, long cursor) {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,20}");

  /** What a client sent; null if that is no cursor. */
  public static @Nullable ScanCursor of(String text, int servers) {
    if (!NUMBER.matcher(text).matches()) {
      return null;
    }
    try {
      long number = Long.parseUnsignedLong(text);
      return new ScanCursor(
          (int) Long.remainderUnsigned(number, servers), Long.divideUnsigned(number, servers));
    } catch (NumberFormatException e) {
      return null; // more than 64 bits
    }
  }

  /** Where to go on after this server has answered with its next cursor. */
  public ScanCursor after(long serversNext) {
    return serversNext == 0 ? new ScanCursor(server + 1, 0) : new ScanCursor(server, serversNext);
  }

  /** What the server gets. */
  public String ofServer() {
    return Long.toUnsignedString(cursor);
  }

  /** What the client gets; 0 when all servers are done. */
  public String text(int servers) {
    return server == servers ? "0" : Long.toUnsignedString(cursor * servers + server);
  }
}
