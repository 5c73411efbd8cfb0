// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.nutcracker.config.ServerConfig;
import io.nutcracker.hashkit.KeyRouter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HexFormat;
import java.util.List;

/**
 * Prints {@code key<TAB>hash<TAB>server name} per key. Streams are to be buffered: keys are many.
 */
final class RoutePrinter {
  private final KeyRouter router;
  private final byte[][] serverNames;
  private final boolean hex;
  private final OutputStream out;

  /**
   * @param servers all of the pool's, in its order, left out or not
   * @param hex whether keys come and are printed in hexadecimal
   */
  RoutePrinter(KeyRouter router, List<ServerConfig> servers, boolean hex, OutputStream out) {
    this.router = router;
    this.serverNames =
        servers.stream().map(server -> server.name().getBytes(UTF_8)).toArray(byte[][]::new);
    this.hex = hex;
    this.out = out;
  }

  /** A line is a key, whatever bytes it holds; the last one may lack its line feed. */
  void printLines(InputStream in) throws IOException, BadKeyException {
    ByteBuf line = Unpooled.buffer();
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b == '\n') {
        print(line);
        line.clear();
      } else {
        line.writeByte(b);
      }
    }
    if (line.isReadable()) {
      print(line);
    }
  }

  void print(ByteBuf text) throws IOException, BadKeyException {
    ByteBuf key = hex ? bytes(text.toString(UTF_8)) : text;
    text.getBytes(0, out, text.writerIndex());
    out.write('\t');
    int hash = router.hash(key, 0, key.writerIndex());
    out.write(Integer.toUnsignedString(hash).getBytes(US_ASCII));
    out.write('\t');
    out.write(serverNames[router.serverIndex(key, 0, key.writerIndex())]);
    out.write('\n');
  }

  private static ByteBuf bytes(String digits) throws BadKeyException {
    try {
      return Unpooled.wrappedBuffer(HexFormat.of().parseHex(digits));
    } catch (IllegalArgumentException _) {
      throw new BadKeyException("key '" + digits + "' is not in hexadecimal");
    }
  }

  /** A key cannot be read as one; ends the printing. */
  static final class BadKeyException extends Exception {
    private static final long serialVersionUID = 1L;

    private BadKeyException(String message) {
      super(message);
    }
  }
}
