// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.nutcracker.protocol.redis.ScanCursor;

/** A SCAN of one server, in whose response the cursor becomes the client's. */
final class ScanRequest extends ClientRequest {
  private static final String HEAD = "*2\r\n$";

  private final ScanCursor cursor;
  private final int servers;

  ScanRequest(Worker worker, ScanCursor cursor, int servers) {
    super(worker);
    this.cursor = cursor;
    this.servers = servers;
  }

  @Override
  public void onResponse(ByteBuf in, int from, int length) {
    int cursorAt = in.indexOf(from + HEAD.length(), from + length, (byte) '\n') + 1;
    int cursorEnd = in.indexOf(cursorAt, from + length, (byte) '\r');
    if (in.getByte(from) != '*' || cursorAt == 0 || cursorEnd < 0) {
      super.onResponse(in, from, length); // an error
      return;
    }
    long next = Long.parseUnsignedLong(in.toString(cursorAt, cursorEnd - cursorAt, US_ASCII));
    String text = cursor.after(next).text(servers);
    int rest = from + length - cursorEnd;
    ByteBuf response = worker().allocator().directBuffer(rest + 64);
    response.writeCharSequence(HEAD + text.length() + "\r\n" + text, US_ASCII);
    response.writeBytes(in, cursorEnd, rest);
    super.onResponse(response, response.readerIndex(), response.readableBytes());
    response.release();
  }

  /** There are too few of these to keep them. */
  @Override
  void recycle() {
    clear();
  }
}
