// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import io.netty.buffer.ByteBuf;

/** Finds the end of a client's request, its command and its keys. */
public final class MemcachedRequestParser {
  /** What {@link #parse} found. */
  public enum Result {
    /** More bytes are needed. */
    INCOMPLETE,
    /** A request for {@link #command}, {@link #length} bytes long. */
    REQUEST,
    /** A request of {@link #length} bytes that is answered with {@link #rejection}. */
    REJECTED,
    /** {@link #rejection}, which may be empty, is the last that the client gets. */
    FATAL
  }

  /** One per client connection. */
  public MemcachedRequestParser() {}

  /** Forgets the request just found; the next one starts at the next byte. */
  public void reset() {}

  /**
   * Goes on with the current request.
   *
   * @param in the bytes received, from the reader index on; its indices are not moved
   * @param asideBytes how many bytes of this request came before those
   */
  public Result parse(ByteBuf in, int asideBytes) {
    return Result.INCOMPLETE;
  }

  /** The length of the request, from its first byte, its data block included. */
  public int length() {
    return 0;
  }

  /** How far the current, incomplete request needs no second look; may lie beyond its end. */
  public int position() {
    return 0;
  }

  /** Whether the current, incomplete request is already known to be rejected. */
  public boolean isRejecting() {
    return false;
  }

  /** The whole reply to what was rejected; empty if there is none. */
  public byte[] rejection() {
    return new byte[0];
  }

  /** The command of the request found. */
  public MemcachedCommand command() {
    return MemcachedCommand.GET;
  }

  /** How many keys the request has; 0 for commands that are for every server or answered here. */
  public int keys() {
    return 0;
  }

  /** The offset of a key from the request's first byte. */
  public int keyOffset(int key) {
    return 0;
  }

  /** The length of a key. */
  public int keyLength(int key) {
    return 0;
  }

  /** Whether the key is base64 text that stands for the key proper. */
  public boolean isKeyBase64() {
    return false;
  }

  /** Whether the client wants no reply: the last token is {@code noreply}. */
  public boolean isNoreply() {
    return false;
  }

  /** Whether the client wants no nominal reply: a meta command has the flag {@code q}. */
  public boolean isQuiet() {
    return false;
  }

  /** The length of the request's line, its end included. */
  public int lineLength() {
    return 0;
  }

  /** The offset of the first token behind the command's name; the line's end if there is none. */
  public int argumentsOffset() {
    return 0;
  }

  /** The offset of the line's end, blanks before it excluded. */
  public int argumentsEnd() {
    return 0;
  }

  /** The offset of what is left out when the request is forwarded: {@code noreply}, {@code q}. */
  public int cutOffset() {
    return 0;
  }

  /** The length of what is left out when the request is forwarded; 0 if nothing is. */
  public int cutLength() {
    return 0;
  }
}
