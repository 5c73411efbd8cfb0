// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.nutcracker.mbuf.SendBuffer;
import io.nutcracker.protocol.Coalescer;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes one response of all servers' responses to the same request. If several fail, the client
 * sees the error of the first one.
 */
public final class RedisGatherer implements Coalescer {
  private static final byte[] MISFIT = RedisReplies.error("ERR Invalid argument");

  /** So much of the responses is kept until the last has come. */
  private static final int MOST_HELD_BYTES = 256 * 1024 * 1024;

  private static final byte[] TOO_LONG =
      RedisReplies.error(
          "ERR the reply of all servers is longer than " + MOST_HELD_BYTES + " bytes; use SCAN");

  private static final int NONE = Integer.MAX_VALUE;

  private final RandomGenerator random;
  private Gathering gathering = Gathering.OK;

  /** Per server, what of its response the client gets. */
  private @Nullable ByteBuf[] held = new @Nullable ByteBuf[2];

  private int heldBytes;
  private long number;
  private int values;
  private NamedSums sums = new NamedSums();
  private Keyspace keyspace = new Keyspace();

  /** For {@link Gathering#KEYSPACE}: what stands before it in the reply, and its form. */
  private String heading = "";

  private RespVersion version = RespVersion.RESP2;

  /** For {@link Gathering#EVERY}; empty before the first response. */
  private long[] least = {};

  private int failedServer = NONE;
  private byte[] error = MISFIT;
  private boolean errorIsOurs;

  public RedisGatherer(RandomGenerator random) {
    this.random = random;
  }

  /** Prepares for the responses of this many servers. */
  public void start(Gathering gathering, int servers) {
    this.gathering = gathering;
    if (held.length < servers) {
      held = new @Nullable ByteBuf[servers];
    }
  }

  /** Prepares for the keyspace of this many servers, to be told behind the heading. */
  public void startKeyspace(String heading, RespVersion version, int servers) {
    start(Gathering.KEYSPACE, servers);
    this.heading = heading;
    this.version = version;
  }

  @Override
  public void onResponse(int server, ByteBuf in, int from, int length, SendBuffer out) {
    byte type = in.getByte(from);
    if (type == '-') {
      byte[] text = new byte[length];
      in.getBytes(from, text);
      fail(server, text, false);
      return;
    }
    boolean fits =
        switch (gathering) {
          case SUM, LEAST, MOST ->
              type == ':' && count(RespLines.number(in, from + 1, from + length));
          case SUMS_BY_NAME -> type == '*' && sums.add(in, from);
          case KEYSPACE -> keyspace.add(in.toString(from, length, ISO_8859_1));
          case OK -> type == '+';
          case CONCATENATION -> type == '*' && addArray(server, in, from, length, out);
          case EVERY -> type == '*' && addFlags(in, from, length);
          case FIRST -> server > 0 || hold(server, in, from, length, out);
          case ANY_ONE -> choose(server, in, from, length, out);
        };
    if (!fits) {
      fail(server, MISFIT, true);
    }
  }

  private boolean count(long next) {
    number =
        switch (gathering) {
          case LEAST -> values == 0 ? next : Math.min(number, next);
          case MOST -> Math.max(number, next);
          default -> number + next;
        };
    values++;
    return next >= 0;
  }

  private boolean addArray(int server, ByteBuf in, int from, int length, SendBuffer out) {
    long count = RespLines.number(in, from + 1, from + length);
    int header = 1 + RespLines.lineLength(count);
    return count(count) && hold(server, in, from + header, length - header, out);
  }

  private boolean addFlags(ByteBuf in, int from, int length) {
    int count = (int) RespLines.number(in, from + 1, from + length);
    if (least.length == 0) {
      least = new long[count];
      Arrays.fill(least, 1);
    }
    int at = from + 1 + RespLines.lineLength(count);
    for (int i = 0; i < count && count == least.length; i++) {
      long flag = in.getByte(at) == ':' ? RespLines.number(in, at + 1, from + length) : -1;
      least[i] = Math.min(least[i], flag);
      at += 1 + RespLines.lineLength(flag);
    }
    return count == least.length && Arrays.stream(least).allMatch(flag -> flag >= 0);
  }

  private static boolean isNil(ByteBuf in, int from) {
    return in.getByte(from) == '_' || in.getByte(from + 1) == '-';
  }

  /** Each value has the same chance in the end; without any it is the first server's nil. */
  private boolean choose(int server, ByteBuf in, int from, int length, SendBuffer out) {
    if (isNil(in, from)) {
      return heldBytes > 0 || hold(server, in, from, length, out);
    }
    values++;
    if (random.nextInt(values) == 0) {
      releaseHeld();
      hold(server, in, from, length, out);
    }
    return true;
  }

  private boolean hold(int server, ByteBuf in, int from, int length, SendBuffer out) {
    if (heldBytes > MOST_HELD_BYTES - length) {
      fail(server, TOO_LONG, true);
    }
    if (failedServer != NONE) {
      releaseHeld();
      return true;
    }
    held[server] = out.hold(in, from, length);
    heldBytes += length;
    return true;
  }

  @Override
  public void onFailure(int server, byte[] reply) {
    fail(server, reply, true);
  }

  /** INFO is how a client finds out how things are: it gets an answer, whoever is down. */
  private void fail(int server, byte[] reply, boolean isOurs) {
    if (server < failedServer && gathering != Gathering.KEYSPACE) {
      failedServer = server;
      error = reply;
      errorIsOurs = isOurs;
    }
  }

  @Override
  public boolean isOurError() {
    return failedServer != NONE && errorIsOurs;
  }

  @Override
  public int heldBytes() {
    return heldBytes;
  }

  @Override
  public void write(SendBuffer out) {
    if (failedServer != NONE) {
      out.append(error);
      return;
    }
    switch (gathering) {
      case SUM, LEAST, MOST -> writeLine(':', number, out);
      case SUMS_BY_NAME -> sums.write(out);
      case KEYSPACE ->
          out.append(new RespWriter(version).verbatim(heading + keyspace.section()).toBytes());
      case OK -> out.append(RedisReplies.OK);
      case CONCATENATION -> {
        writeLine('*', number, out);
        writeHeld(out);
      }
      case EVERY -> {
        writeLine('*', least.length, out);
        Arrays.stream(least).forEach(flag -> writeLine(':', flag, out));
      }
      case FIRST, ANY_ONE -> writeHeld(out);
    }
  }

  private static void writeLine(char type, long number, SendBuffer out) {
    ByteBuf line = out.room(1 + RespLines.lineLength(number));
    line.writeByte(type);
    RespLines.writeLine(line, number);
  }

  private void writeHeld(SendBuffer out) {
    for (int i = 0; i < held.length; i++) {
      ByteBuf piece = held[i];
      if (piece != null) {
        held[i] = null;
        out.append(piece);
      }
    }
  }

  private void releaseHeld() {
    for (int i = 0; i < held.length; i++) {
      ByteBuf piece = held[i];
      if (piece != null) {
        held[i] = null;
        piece.release();
      }
    }
    heldBytes = 0;
  }

  @Override
  public void clear() {
    releaseHeld();
    number = 0;
    values = 0;
    sums = new NamedSums();
    keyspace = new Keyspace();
    least = new long[0];
    failedServer = NONE;
  }
}
