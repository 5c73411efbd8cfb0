// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Map;

/**
 * A reply made here, in the shape that the client's version of the protocol gives it. Text is a
 * byte per character.
 */
public final class RespWriter {
  private final RespVersion version;
  private final StringBuilder out = new StringBuilder();

  public RespWriter(RespVersion version) {
    this.version = version;
  }

  /** Begins a map; in RESP2 an array of keys and values in turn. */
  public RespWriter map(int entries) {
    return version == RespVersion.RESP3 ? line("%" + entries) : line("*" + 2 * entries);
  }

  /** A whole map of strings. */
  public RespWriter map(Map<String, String> entries) {
    map(entries.size());
    entries.forEach((key, value) -> bulk(key).bulk(value));
    return this;
  }

  /** Begins an array. */
  public RespWriter array(int elements) {
    return line("*" + elements);
  }

  /** A whole array of strings. */
  public RespWriter array(List<String> elements) {
    array(elements.size());
    elements.forEach(this::bulk);
    return this;
  }

  /** Begins a message that is no response; in RESP2 an array. */
  public RespWriter push(int elements) {
    return line((version == RespVersion.RESP3 ? ">" : "*") + elements);
  }

  public RespWriter integer(long number) {
    return line(":" + number);
  }

  /** A string of any bytes. */
  public RespWriter bulk(String text) {
    return line("$" + text.length()).line(text);
  }

  /** Text for people, which RESP3 tells from other strings. */
  public RespWriter verbatim(String text) {
    return version == RespVersion.RESP3
        ? line("=" + (text.length() + "txt:".length())).line("txt:" + text)
        : bulk(text);
  }

  /** No value. */
  public RespWriter nil() {
    return line(version == RespVersion.RESP3 ? "_" : "$-1");
  }

  private RespWriter line(String text) {
    out.append(text).append("\r\n");
    return this;
  }

  /** What has been written. */
  public byte[] toBytes() {
    return out.toString().getBytes(ISO_8859_1);
  }
}
