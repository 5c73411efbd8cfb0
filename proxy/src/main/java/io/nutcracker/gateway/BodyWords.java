// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.gateway;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.nutcracker.admin.AdminRequest;
import io.nutcracker.admin.AdminResponse;
import java.io.InputStream;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The arguments in a request's body: the elements of a JSON array, or all of a body that is not
 * said to be JSON.
 *
 * @param words copied from JSON
 * @param last the whole body; empty if there is none
 */
record BodyWords(List<byte[]> words, ByteBuf last) {
  private static final JsonFactory FACTORY = new JsonFactory();

  private static final String FORMAT =
      "the body is no JSON array of strings, numbers and {\"base64\":\"…\"}: ";

  static BodyWords of(AdminRequest request) throws RefusedException {
    boolean isJson =
        mediaType(request.header(HttpHeaderNames.CONTENT_TYPE))
            .equalsIgnoreCase(AdminResponse.JSON);
    return isJson && request.body().isReadable()
        ? new BodyWords(json(request.body().duplicate()), Unpooled.EMPTY_BUFFER)
        : new BodyWords(List.of(), request.body());
  }

  /** Without {@code ;charset=…}. */
  private static String mediaType(String contentType) {
    int end = contentType.indexOf(';');
    return (end < 0 ? contentType : contentType.substring(0, end)).strip();
  }

  private static List<byte[]> json(ByteBuf body) throws RefusedException {
    try (JsonParser json = parser(new ByteBufInputStream(body))) {
      expect(json.nextToken() == JsonToken.START_ARRAY, "it must begin with [");
      var words = new ArrayList<byte[]>();
      for (JsonToken token = json.nextToken();
          token != JsonToken.END_ARRAY;
          token = json.nextToken()) {
        words.add(word(json, token));
      }
      expect(json.nextToken() == null, "something follows it");
      return words;
    } catch (JacksonException e) {
      throw refused(e.getOriginalMessage());
    }
  }

  private static JsonParser parser(InputStream body) {
    return FACTORY.createParser(ObjectReadContext.empty(), body);
  }

  private static byte[] word(JsonParser json, JsonToken token) throws RefusedException {
    return switch (token) {
      case VALUE_STRING -> utf8(json.getString());
      // As it stands there, whatever its precision.
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> utf8(json.getString());
      case START_OBJECT -> base64(json);
      default -> throw refused("it has an element " + token.asString());
    };
  }

  private static byte[] utf8(String text) throws RefusedException {
    try {
      ByteBuf bytes = Unpooled.wrappedBuffer(UTF_8.newEncoder().encode(CharBuffer.wrap(text)));
      var word = new byte[bytes.readableBytes()];
      bytes.readBytes(word);
      return word;
    } catch (CharacterCodingException _) {
      throw refused("half of a surrogate pair is no character");
    }
  }

  private static byte[] base64(JsonParser json) throws RefusedException {
    expect("base64".equals(json.nextName()), "an object has no \"base64\"");
    expect(json.nextToken() == JsonToken.VALUE_STRING, "\"base64\" is no string");
    byte[] word = json.getBinaryValue();
    expect(json.nextToken() == JsonToken.END_OBJECT, "an object has more than \"base64\"");
    return word;
  }

  private static void expect(boolean isTrue, String otherwise) throws RefusedException {
    if (!isTrue) {
      throw refused(otherwise);
    }
  }

  private static RefusedException refused(String why) {
    return new RefusedException(BAD_REQUEST, FORMAT + why);
  }
}
