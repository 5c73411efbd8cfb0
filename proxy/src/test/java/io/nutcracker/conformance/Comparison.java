// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.conformance;

import io.nutcracker.testing.Resp;
import java.util.List;

/** How much of a step's replies must be the same on both sides. */
enum Comparison {
  /** Every byte. */
  EXACT {
    @Override
    String essence(List<String> replies) {
      return String.join("", replies);
    }
  },

  /** Every byte, but the elements of an array may come in any order. */
  ANY_ORDER {
    @Override
    String essence(List<String> replies) {
      return String.join("", replies.stream().map(reply -> sorted(reply)).toList());
    }

    private static String sorted(String reply) {
      if (!reply.startsWith("*")) {
        return reply;
      }
      var elements = Resp.elements(reply).stream().sorted().toList();
      return "*" + elements.size() + "\r\n" + String.join("", elements);
    }
  },

  /** The kinds of the replies; for values that depend on chance or on the clock. */
  KIND_ONLY {
    @Override
    String essence(List<String> replies) {
      return String.join(" ", replies.stream().map(reply -> kind(reply)).toList());
    }

    // Redis' first character, memcached's first word.
    private static String kind(String reply) {
      var letters = reply.chars().takeWhile(c -> Character.isUpperCase(c) || c == '_').count();
      return reply.substring(0, (int) Math.max(1, letters));
    }
  };

  /** What is left of the replies after removing what may differ. */
  abstract String essence(List<String> replies);
}
