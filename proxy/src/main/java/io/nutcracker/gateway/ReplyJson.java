// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes a reply in RESP3 as Webdis does: {@code {"GET":"hello"}}, {@code {"SET":[true,"OK"]}}, or
 * {@code {"error":"WRONGTYPE …"}}.
 *
 * <p>What JSON has no type for: a string that is no UTF-8 is {@code {"base64":"…"}}, a number that
 * is none in JSON a string ({@code "inf"}), a status inside of an aggregate a string, an error
 * there {@code {"error":"…"}}, a set an array. A key of a map that is no string is its JSON as
 * text. Attributes are left out.
 */
final class ReplyJson {
  /** What a reply is deeper than is not written: each level is a call. */
  static final int MAX_DEPTH = 64;

  private static final JsonFactory FACTORY = new JsonFactory();

  /** Numbers as JSON writes them; of any length and precision. */
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");

  private static final int FORMAT_LENGTH = "txt:".length();

  private final ByteBuf in;

  private ReplyJson(ByteBuf reply) {
    in = reply.duplicate();
  }

  /**
   * Writes one.
   *
   * @param name of what was asked
   * @param reply whole and well formed
   * @throws NoJsonException if it is of a kind that is not written
   */
  static void write(OutputStream out, String name, ByteBuf reply) {
    try (JsonGenerator json = generator(out)) {
      var from = new ReplyJson(reply);
      if (ErrorReply.is(reply)) {
        from.value(json, 0);
      } else {
        json.writeStartObject();
        json.writeName(name);
        from.topValue(json);
        json.writeEndObject();
      }
      json.writeRaw('\n');
    }
  }

  private static JsonGenerator generator(OutputStream out) {
    return FACTORY.createGenerator(ObjectWriteContext.empty(), out);
  }

  private void topValue(JsonGenerator json) {
    boolean isStatus = in.getByte(in.readerIndex()) == '+';
    if (isStatus) {
      json.writeStartArray();
      json.writeBoolean(true);
    }
    value(json, 0);
    if (isStatus) {
      json.writeEndArray();
    }
  }

  private void value(JsonGenerator json, int depth) {
    byte type = in.readByte();
    switch (type) {
      case '+' -> string(json, line());
      case '$' -> bulk(json);
      case '=' -> verbatim(json);
      case '-' -> error(json, line());
      case '!' -> error(json, bytes(length()));
      case ':', '(', ',' -> number(json, new String(line(), ISO_8859_1));
      case '#' -> json.writeBoolean(line()[0] == 't');
      case '_' -> {
        line();
        json.writeNull();
      }
      case '*', '~', '>' -> array(json, deeper(depth));
      case '%' -> map(json, deeper(depth));
      case '|' -> {
        map(generator(OutputStream.nullOutputStream()), deeper(depth));
        value(json, depth);
      }
      default -> throw new AssertionError("a reply is well formed, but has " + (char) type);
    }
  }

  private static int deeper(int depth) {
    if (depth == MAX_DEPTH) {
      throw new NoJsonException("the reply is nested more than " + MAX_DEPTH + " deep");
    }
    return depth + 1;
  }

  private byte[] line() {
    int end = in.indexOf(in.readerIndex(), in.writerIndex(), (byte) '\r');
    return bytes(end - in.readerIndex());
  }

  /** So many, and the line's end behind them. */
  private byte[] bytes(int length) {
    var bytes = new byte[length];
    in.readBytes(bytes).skipBytes(2);
    return bytes;
  }

  private int length() {
    var length = new String(line(), ISO_8859_1);
    if (length.equals("?")) {
      throw new NoJsonException("the reply does not say how long it is");
    }
    return Integer.parseInt(length);
  }

  private void bulk(JsonGenerator json) {
    int length = length();
    if (length < 0) {
      json.writeNull();
    } else {
      string(json, bytes(length));
    }
  }

  private void verbatim(JsonGenerator json) {
    int length = length();
    in.skipBytes(FORMAT_LENGTH);
    string(json, bytes(length - FORMAT_LENGTH));
  }

  private static void string(JsonGenerator json, byte[] bytes) {
    if (isText(bytes)) {
      json.writeUTF8String(bytes, 0, bytes.length);
    } else {
      json.writeStartObject();
      json.writeName("base64");
      json.writeBinary(bytes);
      json.writeEndObject();
    }
  }

  private static boolean isText(byte[] bytes) {
    return ByteBufUtil.isText(Unpooled.wrappedBuffer(bytes), UTF_8);
  }

  private static void error(JsonGenerator json, byte[] text) {
    json.writeStartObject();
    json.writeStringProperty("error", new String(text, UTF_8));
    json.writeEndObject();
  }

  private static void number(JsonGenerator json, String number) {
    if (NUMBER.matcher(number).matches()) {
      json.writeNumber(number);
    } else {
      // Redis writes the sign that the processor has given it.
      json.writeString(number.equals("-nan") ? "nan" : number);
    }
  }

  private void array(JsonGenerator json, int depth) {
    int count = length();
    if (count < 0) {
      json.writeNull();
      return;
    }
    json.writeStartArray();
    for (int i = 0; i < count; i++) {
      value(json, depth);
    }
    json.writeEndArray();
  }

  private void map(JsonGenerator json, int depth) {
    int count = length();
    json.writeStartObject();
    for (int i = 0; i < count; i++) {
      json.writeName(key(depth));
      value(json, depth);
    }
    json.writeEndObject();
  }

  private String key(int depth) {
    int from = in.readerIndex();
    byte type = in.getByte(from);
    if (type == '+' || type == '$') {
      in.skipBytes(1);
      byte[] bytes = type == '+' ? line() : bytes(length());
      if (isText(bytes)) {
        return new String(bytes, UTF_8);
      }
      in.readerIndex(from);
    }
    var text = new ByteArrayOutputStream();
    try (JsonGenerator json = generator(text)) {
      value(json, depth);
    }
    return text.toString(UTF_8);
  }
}
