// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Requests of one kind, made beforehand, for keys drawn at random. All are of one length, and so
 * are the replies to them, since every key exists and every value is as long.
 *
 * <pre>
 *   get key:000000000042 key:000000000007\r\n
 *   set key:000000000042 0 0 16\r\nxxxxxxxxxxxxxxxx\r\n
 * </pre>
 */
final class Requests {
  private static final int MOST_REQUESTS = 20_000;
  private static final int MOST_BYTES = 16 * 1024 * 1024;

  /** The same requests every time. */
  private static final int SEED = 42;

  private final int pipeline;
  private final int length;
  private final int count;
  private final int replyLength;

  /** What a reply begins with; no error does. */
  private final String replyStart;

  private final ByteBuffer all;
  private final SplittableRandom random = new SplittableRandom(SEED);

  Requests(String command, int keysPerRequest, int pipeline, int valueBytes, int keys) {
    this.pipeline = pipeline;
    boolean isGet = command.equals("get");
    if (!isGet && !(command.equals("set") && keysPerRequest == 1)) {
      throw new IllegalArgumentException(command + " of " + keysPerRequest + " keys");
    }
    String value = "x".repeat(valueBytes);
    replyStart = isGet ? "VALUE key:" : "STORED\r\n";
    String valueLine = "VALUE " + key(0) + " 0 " + valueBytes + "\r\n";
    replyLength =
        isGet
            ? keysPerRequest * (valueLine.length() + valueBytes + 2) + "END\r\n".length()
            : replyStart.length();

    var keyOf = new Random(SEED);
    String first = request(isGet, keyOf, keysPerRequest, keys, value);
    length = first.length();
    count = Math.max(Math.min(MOST_REQUESTS, MOST_BYTES / length), pipeline);
    all = ByteBuffer.allocateDirect(Math.multiplyExact(count, length));
    for (int i = 0; i < count; i++) {
      all.put(request(isGet, keyOf, keysPerRequest, keys, value).getBytes(US_ASCII));
    }
  }

  private static String request(
      boolean isGet, Random keyOf, int keysPerRequest, int keys, String value) {
    var request = new StringBuilder(isGet ? "get" : "set");
    for (int i = 0; i < keysPerRequest; i++) {
      request.append(' ').append(key(keyOf.nextInt(keys)));
    }
    if (!isGet) {
      request.append(" 0 0 ").append(value.length()).append("\r\n").append(value);
    }
    return request.append("\r\n").toString();
  }

  /** As redis-benchmark makes them. */
  private static String key(int number) {
    String digits = Integer.toString(number);
    return "key:" + "0".repeat(12 - digits.length()) + digits;
  }

  int pipeline() {
    return pipeline;
  }

  int replyLength() {
    return replyLength;
  }

  ByteBuffer newView() {
    return all.duplicate();
  }

  /** Lets a view show a batch of requests. */
  void chooseBatch(ByteBuffer view) {
    int first = random.nextInt(count - pipeline + 1) * length;
    view.limit(first + pipeline * length).position(first);
  }

  /**
   * Looks at the beginning of every reply in what was received.
   *
   * @param offset of the first byte in its reply
   */
  void check(ByteBuffer received, long offset) throws IOException {
    int end = received.position();
    for (long start = -offset; start < end; start += replyLength) {
      for (int i = (int) Math.max(-start, 0); i < replyStart.length() && start + i < end; i++) {
        if (received.get((int) start + i) != replyStart.charAt(i)) {
          throw new IOException("not the reply to a request of this load: " + text(received, end));
        }
      }
    }
  }

  private static String text(ByteBuffer received, int end) {
    byte[] shown = new byte[Math.min(end, 200)];
    received.get(0, shown);
    return new String(shown, US_ASCII);
  }
}
