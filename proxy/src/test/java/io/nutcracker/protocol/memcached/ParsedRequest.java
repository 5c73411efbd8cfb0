// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;

/** A request that its parser has found. */
final class ParsedRequest {
  private ParsedRequest() {}

  /** Parses the request that starts at {@code from}. */
  static MemcachedRequestParser at(ByteBuf in, int from) {
    var parser = new MemcachedRequestParser(250, 1 << 30);
    assertThat(parser.parse(in.slice(from, in.writerIndex() - from), 0))
        .isEqualTo(MemcachedRequestParser.Result.REQUEST);
    return parser;
  }
}
