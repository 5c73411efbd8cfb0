// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What visitors send and get, without a network. */
final class HttpConnectionTest {
  /** Tells how long the body is. */
  private static final AdminResource LENGTH =
      new AdminResource() {
        @Override
        public AdminResponse answer(AdminRequest request) {
          return AdminResponse.text(
              HttpResponseStatus.OK, request.body().readableBytes() + " bytes");
        }

        @Override
        public Set<String> methods() {
          return Set.of("PUT");
        }
      };

  @Test
  void bodiesOfAllVisitorsTogetherHaveABound() {
    var held = new HeldBytes();
    assertThat(held.add((int) HeldBytes.MAX_BYTES - 10)).isTrue();
    assertThat(put(held, "12345678901")).startsWith("HTTP/1.1 503 ").contains("too much at once");
    assertThat(put(held, "1234567890")).startsWith("HTTP/1.1 200 ").endsWith("10 bytes");
    assertThat(put(held, "1234567890")).startsWith("HTTP/1.1 200 ").endsWith("10 bytes");
  }

  private static String put(HeldBytes held, String body) {
    var channel = new EmbeddedChannel();
    HttpPipeline.addTo(channel.pipeline(), new AdminPaths(Map.of("/", LENGTH), held), null);
    String request =
        "PUT / HTTP/1.1\r\nHost: here\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    channel.writeInbound(Unpooled.copiedBuffer(request, US_ASCII));
    var response = new StringBuilder();
    for (ByteBuf piece = channel.readOutbound(); piece != null; piece = channel.readOutbound()) {
      response.append(piece.toString(US_ASCII));
      piece.release();
    }
    channel.finishAndReleaseAll();
    return response.toString();
  }
}
