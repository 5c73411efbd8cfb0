// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Figures as people read them, as on the admin port's page. What is not known is a dash. */
final class Format {
  static final String NOTHING = "–";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private Format() {}

  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  static String count(OptionalLong value) {
    return value.isPresent() ? count(value.getAsLong()) : NOTHING;
  }

  /** Of something per second: small ones are not rounded away. */
  static String rate(OptionalDouble value) {
    if (value.isEmpty()) {
      return NOTHING;
    }
    double rate = value.getAsDouble();
    return rate > 0 && rate < 9.95 ? tenth(rate) : count(Math.round(rate));
  }

  /** One digit behind the point, unless that is 0. */
  private static String tenth(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  static String share(OptionalDouble value) {
    return value.isPresent() ? tenth(value.getAsDouble() * 100) + " %" : NOTHING;
  }

  static String bytes(double value) {
    String[] units = {"B", "KB", "MB", "GB", "TB"};
    double inUnit = value;
    int unit = 0;
    while (inUnit >= 1024 && unit < units.length - 1) {
      inUnit /= 1024;
      unit++;
    }
    return three(inUnit) + " " + units[unit];
  }

  static String bytes(OptionalDouble value) {
    return value.isPresent() ? bytes(value.getAsDouble()) : NOTHING;
  }

  static String bytes(OptionalLong value) {
    return value.isPresent() ? bytes((double) value.getAsLong()) : NOTHING;
  }

  /** Three digits that count, of what is larger all before the point. */
  private static String three(double value) {
    if (value >= 1000) {
      return count(Math.round(value));
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros();
    return rounded.signum() == 0 ? "0" : rounded.toPlainString();
  }

  static String latency(long micros) {
    if (micros < 1000) {
      return micros + " µs";
    }
    return micros < 1_000_000 ? three(micros / 1e3) + " ms" : three(micros / 1e6) + " s";
  }

  /** Its two largest units. */
  static String duration(double seconds) {
    long whole = (long) seconds;
    long[] amounts = {whole / 86400, whole / 3600 % 24, whole / 60 % 60, whole % 60};
    String[] units = {"d", "h", "min", "s"};
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < units.length && parts.size() < 2; i++) {
      if (amounts[i] > 0 || !parts.isEmpty() || i == units.length - 1) {
        parts.add(amounts[i] + " " + units[i]);
      }
    }
    return String.join(" ", parts);
  }

  static String time(long millis, ZoneId zone) {
    return TIME.format(Instant.ofEpochMilli(millis).atZone(zone));
  }

  /**
   * The day as well, unless it is today.
   *
   * @param nowMillis tells which day that is
   */
  static String moment(long millis, long nowMillis, ZoneId zone) {
    ZonedDateTime moment = Instant.ofEpochMilli(millis).atZone(zone);
    LocalDate today = Instant.ofEpochMilli(nowMillis).atZone(zone).toLocalDate();
    return (moment.toLocalDate().equals(today) ? TIME : DAY_AND_TIME).format(moment);
  }

  static String plural(long amount, String word) {
    return count(amount) + " " + word + (amount == 1 ? "" : "s");
  }
}
