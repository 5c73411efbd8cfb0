// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import org.jspecify.annotations.Nullable;

/** The handlers of a connection that speaks HTTP. Its classes are loaded when there is one. */
final class HttpPipeline {
  /** Longer than any path of ours. */
  private static final int MAX_LINE_BYTES = 8 * 1024;

  /** Browsers send the cookies of everything else on the same host. */
  private static final int MAX_HEADER_BYTES = 32 * 1024;

  /** Who sends more of them before the first is answered is closed. */
  private static final int MAX_PIPELINED_REQUESTS = 128;

  private HttpPipeline() {}

  static void addTo(ChannelPipeline pipeline, AdminPaths paths, @Nullable AdminToken token) {
    var limits =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(MAX_LINE_BYTES)
            .setMaxHeaderSize(MAX_HEADER_BYTES);
    pipeline.addLast(
        new HttpServerCodec(limits, MAX_PIPELINED_REQUESTS),
        new RequestQueue(),
        new HttpConnection(paths, token));
  }
}
