// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes what a server has pushed as an event for a browser's {@code EventSource}:
 *
 * <pre>
 *   event: message
 *   data: {"channel":"news","message":"hello"}
 * </pre>
 */
final class PushedMessage {
  /** What stands behind its kind in a message. */
  private static final Map<String, List<String>> PARTS =
      Map.of(
          "message", List.of("channel", "message"),
          "smessage", List.of("channel", "message"),
          "pmessage", List.of("pattern", "channel", "message"));

  private PushedMessage() {}

  /** The event, or null if it is no message. */
  static byte @Nullable [] event(ByteBuf push) {
    var in = new RespReader(push);
    if (in.type() != '>') {
      return null;
    }
    in.length();
    var kind = new String(in.bulk(), ISO_8859_1);
    List<String> parts = PARTS.get(kind);
    return parts == null ? null : event(in, kind, parts);
  }

  private static byte[] event(RespReader in, String kind, List<String> parts) {
    var event = new ByteArrayOutputStream();
    event.writeBytes(("event: " + kind + "\ndata: ").getBytes(UTF_8));
    try (JsonGenerator json = ReplyJson.generator(event)) {
      json.writeStartObject();
      for (String part : parts) {
        json.writeName(part);
        ReplyJson.string(json, in.bulk());
      }
      json.writeEndObject();
    }
    event.writeBytes("\n\n".getBytes(UTF_8));
    return event.toByteArray();
  }
}
