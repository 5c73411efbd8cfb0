// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A client that speaks memcached's meta commands only, written after its {@code protocol.txt}. Keys
 * are any bytes: those that are no words travel in base64. Many requests travel in one quiet
 * pipeline, numbered by their opaques and ended by {@code mn}.
 */
final class MetaClient implements AutoCloseable {
  private final PipeliningClient connection;

  private MetaClient(PipeliningClient connection) {
    this.connection = connection;
  }

  static MetaClient connect(SocketAddress address) throws IOException {
    return new MetaClient(PipeliningClient.connect(address));
  }

  /**
   * A reply.
   *
   * @param code the first word: HD, VA, EN, NS, EX, NF, MN, or an error
   * @param flags the words behind it, without the size
   * @param value the data block, if there was one
   */
  record Reply(String code, List<String> flags, @Nullable String value) {
    /** What stands behind this letter. */
    String flag(char letter) {
      return flags.stream()
          .filter(flag -> flag.charAt(0) == letter)
          .map(flag -> flag.substring(1))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no flag " + letter + " in " + this));
    }

    boolean has(char letter) {
      return flags.stream().anyMatch(flag -> flag.charAt(0) == letter);
    }
  }

  /** A request with its data block, if it has one. */
  static String request(String command, String key, String flags, @Nullable String value) {
    var words = new ArrayList<String>();
    words.add(command);
    words.add(isWord(key) ? key : Base64.getEncoder().encodeToString(key.getBytes(ISO_8859_1)));
    if (value != null) {
      words.add(Integer.toString(value.length()));
    }
    if (!isWord(key)) {
      words.add("b");
    }
    if (!flags.isEmpty()) {
      words.add(flags);
    }
    return String.join(" ", words) + "\r\n" + (value == null ? "" : value + "\r\n");
  }

  private static boolean isWord(String key) {
    return key.chars().allMatch(c -> c > ' ' && c < 127);
  }

  Reply get(String key, String flags) throws IOException {
    return call(request("mg", key, flags, null));
  }

  Reply set(String key, String value, String flags) throws IOException {
    return call(request("ms", key, flags, value));
  }

  Reply delete(String key, String flags) throws IOException {
    return call(request("md", key, flags, null));
  }

  Reply arithmetic(String key, String flags) throws IOException {
    return call(request("ma", key, flags, null));
  }

  private Reply call(String request) throws IOException {
    connection.writeRaw(request).flush();
    return read();
  }

  /** Sends all, with {@code mn} behind them, and returns what came before its answer. */
  List<Reply> pipeline(List<String> requests) throws IOException {
    connection.writeRaw(requests.stream().collect(Collectors.joining("", "", "mn\r\n"))).flush();
    var replies = new ArrayList<Reply>();
    for (var reply = read(); !reply.code().equals("MN"); reply = read()) {
      replies.add(reply);
    }
    return replies;
  }

  private Reply read() throws IOException {
    var words = Arrays.asList(connection.readLine().split(" ", -1));
    if (!words.getFirst().equals("VA")) {
      return new Reply(words.getFirst(), words.subList(1, words.size()), null);
    }
    var length = Integer.parseInt(words.get(1));
    var block = new String(connection.read(length + 2), ISO_8859_1);
    assertThat(block).endsWith("\r\n");
    return new Reply("VA", words.subList(2, words.size()), block.substring(0, length));
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
