// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What several servers say about one stat. */
final class StatTotal {
  /** {@code 5}, {@code -1}, {@code 0.006325}; no longer than what memcached may count up to. */
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,20}(?:\\.\\d{1,9})?");

  private final StatRule rule;
  private final String first;
  private int values;
  private boolean allAgree = true;
  private boolean allNumbers = true;
  private BigDecimal sum = BigDecimal.ZERO;

  StatTotal(StatRule rule, String first) {
    this.rule = rule;
    this.first = first;
  }

  void add(String value) {
    values++;
    allAgree &= value.equals(first);
    allNumbers &= NUMBER.matcher(value).matches();
    if (allNumbers) {
      sum = sum.add(new BigDecimal(value));
    }
  }

  /** What the pool's own line says; null if there is none. */
  @Nullable String value(int servers) {
    if (rule == StatRule.SUM && allNumbers) {
      return sum.toPlainString();
    }
    return rule != StatRule.NONE && allAgree && values == servers ? first : null;
  }
}
