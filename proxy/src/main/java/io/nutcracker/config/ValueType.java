// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import io.nutcracker.config.Findings.Spot;
import io.nutcracker.hashkit.HashTag;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the value of a directive or setting may look like, and what it means. */
interface ValueType<T> {
  ValueType<String> TEXT = (text, _) -> text;
  ValueType<Path> PATH = ValueType::path;
  ValueType<Integer> NUMBER = ValueType::number;
  ValueType<Boolean> BOOLEAN = ValueType::bool;
  ValueType<HashTag> HASH_TAG = ValueType::hashTag;

  /** The value, or null when it was refused at the spot. The text is never empty. */
  @Nullable T parse(String text, Spot spot);

  private static @Nullable Path path(String text, Spot spot) {
    try {
      return Path.of(text);
    } catch (InvalidPathException _) {
      spot.refuse(text, "is not a path");
      return null;
    }
  }

  static ValueType<Integer> numberBetween(int min, int max) {
    return (text, spot) -> {
      int value = DecimalNumber.parse(text);
      if (value < min || value > max || DecimalNumber.wraps(text)) {
        spot.refuse(text, "is not a number from %d to %d".formatted(min, max));
        return null;
      }
      return value;
    };
  }

  /** So many bytes; they may be given in Redis' units. */
  static ValueType<Long> bytesBetween(long min, long max) {
    return (text, spot) -> {
      long value = ByteCount.parse(text);
      if (value < min || value > max) {
        spot.refuse(
            text,
            "is not a number of bytes from %s to %s, like 1048576, 64kb, 16mb or 1gb"
                .formatted(ByteCount.text(min), ByteCount.text(max)));
        return null;
      }
      return value;
    };
  }

  static <T> ValueType<T> oneOf(List<T> choices, Function<T, String> name) {
    return (text, spot) -> {
      for (T choice : choices) {
        if (name.apply(choice).equals(text)) {
          return choice;
        }
      }
      List<String> names = choices.stream().map(name).toList();
      spot.refuse(text, "is not one of " + names + Suggestion.of(text, names));
      return null;
    };
  }

  private static @Nullable Integer number(String text, Spot spot) {
    int value = DecimalNumber.parse(text);
    if (value == DecimalNumber.NOT_A_NUMBER) {
      spot.refuse(text, "is not a number from 0 to 2147483647, in decimal digits");
      return null;
    }
    warnIfWrapped(text, value, spot);
    return value;
  }

  /** As twemproxy: accepted, but surely not what was meant. */
  static void warnIfWrapped(String text, int value, Spot spot) {
    if (DecimalNumber.wraps(text)) {
      spot.warn(text, "does not fit into 32 bits and means " + value);
    }
  }

  private static @Nullable Boolean bool(String text, Spot spot) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> {
        spot.refuse(text, "is not true or false");
        yield null;
      }
    };
  }

  private static @Nullable HashTag hashTag(String text, Spot spot) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length != 2) {
      spot.refuse(text, "is not a hash tag of exactly two bytes, like \"{}\"");
      return null;
    }
    return new HashTag(bytes[0], bytes[1]);
  }
}
