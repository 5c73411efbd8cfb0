// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.nutcracker.mbuf.SendBuffer;
import io.nutcracker.protocol.Fragments;

/** A request that every server gets as it is. One per worker. */
public final class RedisBroadcast implements Fragments {
  private ByteBuf request = Unpooled.EMPTY_BUFFER;
  private int from;
  private int length;
  private int servers;

  /** The request is {@code in[from, from + length)}. */
  public void start(ByteBuf in, int from, int length, int servers) {
    this.request = in;
    this.from = from;
    this.length = length;
    this.servers = servers;
  }

  @Override
  public int fragments() {
    return servers;
  }

  @Override
  public int server(int fragment) {
    return fragment;
  }

  @Override
  public int bytes(int fragment) {
    return length;
  }

  @Override
  public void append(int fragment, SendBuffer out) {
    out.append(request, from, length);
  }
}
