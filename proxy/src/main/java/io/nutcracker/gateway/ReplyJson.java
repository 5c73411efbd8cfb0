// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.function.Consumer;
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

  private final RespReader in;

  private ReplyJson(ByteBuf reply) {
    in = new RespReader(reply);
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

  static JsonGenerator generator(OutputStream out) {
    return FACTORY.createGenerator(ObjectWriteContext.empty(), out);
  }

  private void topValue(JsonGenerator json) {
    boolean isStatus = in.nextType() == '+';
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
    char type = in.type();
    switch (type) {
      case '+' -> string(json, in.line());
      case '$' -> bulk(json);
      case '=' -> verbatim(json);
      case '-' -> error(json, in.line());
      case '!' -> error(json, in.bytes(in.length()));
      case ':', '(', ',' -> number(json, new String(in.line(), ISO_8859_1));
      case '#' -> json.writeBoolean(in.line()[0] == 't');
      case '_' -> {
        in.line();
        json.writeNull();
      }
      case '*', '~', '>' -> array(json, deeper(depth));
      case '%' -> map(json, deeper(depth));
      case '|' -> {
        map(generator(OutputStream.nullOutputStream()), deeper(depth));
        value(json, depth);
      }
      default -> throw new AssertionError("a reply is well formed, but has " + type);
    }
  }

  private static int deeper(int depth) {
    if (depth == MAX_DEPTH) {
      throw new NoJsonException("the reply is nested more than " + MAX_DEPTH + " deep");
    }
    return depth + 1;
  }

  private void bulk(JsonGenerator json) {
    int length = in.length();
    if (length < 0) {
      json.writeNull();
    } else {
      string(json, in.bytes(length));
    }
  }

  private void verbatim(JsonGenerator json) {
    int length = in.length();
    in.skip(FORMAT_LENGTH);
    string(json, in.bytes(length - FORMAT_LENGTH));
  }

  /** Writes a string, or what stands for one that is no text. */
  static void string(JsonGenerator json, byte[] bytes) {
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
    int count = in.length();
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
    int count = in.length();
    json.writeStartObject();
    for (int i = 0; i < count; i++) {
      json.writeName(key(depth));
      value(json, depth);
    }
    json.writeEndObject();
  }

  private String key(int depth) {
    if (in.nextType() != '$') {
      return asText(json -> value(json, depth));
    }
    byte[] key = in.bulk();
    return isText(key) ? new String(key, UTF_8) : asText(json -> string(json, key));
  }

  private static String asText(Consumer<JsonGenerator> value) {
    var text = new ByteArrayOutputStream();
    try (JsonGenerator json = generator(text)) {
      value.accept(json);
    }
    return text.toString(UTF_8);
  }
}
