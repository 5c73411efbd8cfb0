// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/**
 * What {@code /pool/NAME/cmd/COMMAND/arg/arg.json} says, or {@code /pool/NAME/script/FILE}. What is
 * encoded is part of a word: neither does {@code %2f} end it, nor {@code %2Ejson} choose a form.
 *
 * @param kind {@code cmd} or {@code script}, if it is right
 * @param words what stands behind it
 */
record PoolPath(String pool, String kind, List<byte[]> words, ReplyForm form) {
  private static final String POOL = "pool";
  private static final int WORDS_FROM = 4;

  /**
   * Takes it apart.
   *
   * @param uri one character per byte
   */
  static PoolPath of(String uri) throws RefusedException {
    int query = uri.indexOf('?');
    String path = query < 0 ? uri : uri.substring(0, query);
    ReplyForm form = ReplyForm.ofSuffix(path);
    String[] segments = form.cut(path).split("/", -1);
    if (segments.length < WORDS_FROM || !segments[1].equals(POOL)) {
      return new PoolPath("", "", List.of(), form);
    }
    List<byte[]> words = new ArrayList<>();
    for (int i = WORDS_FROM; i < segments.length; i++) {
      words.add(PercentEncoding.decode(segments[i]));
    }
    String pool = new String(PercentEncoding.decode(segments[2]), UTF_8);
    return new PoolPath(pool, segments[3], words, form);
  }
}
