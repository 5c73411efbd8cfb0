// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code /metrics} said, read line by line: each family has its TYPE and HELP before its
 * samples and stands in one place, names fit their type, and nothing is there twice.
 */
final class Exposition {
  private static final Pattern COMMENT = Pattern.compile("# (TYPE|HELP|UNIT) (\\w+) (.+)");
  private static final String LABEL = "[a-z_]+=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\"";
  private static final Pattern SAMPLE =
      Pattern.compile("(\\w+)(\\{%1$s(?:,%1$s)*})? (-?[0-9.]+(?:E-?\\d+)?)".formatted(LABEL));

  private static final Map<String, List<String>> SUFFIXES =
      Map.of(
          "counter", List.of("_total"),
          "gauge", List.of(""),
          "info", List.of("_info"),
          "summary", List.of("_count", "_sum", ""));

  private final Map<String, String> types = new LinkedHashMap<>();
  private final Set<String> helps = new TreeSet<>();
  private final Map<String, Double> samples = new LinkedHashMap<>();
  private final Set<String> names = new TreeSet<>();
  private final boolean isOpenMetrics;
  private String family = "";

  Exposition(String text, boolean isOpenMetrics) {
    this.isOpenMetrics = isOpenMetrics;
    assertThat(text).endsWith(isOpenMetrics ? "\n# EOF\n" : "\n");
    text.lines().filter(line -> !line.equals("# EOF")).forEach(this::read);
    assertThat(helps).isEqualTo(new TreeSet<>(types.keySet()));
  }

  private void read(String line) {
    Matcher comment = COMMENT.matcher(line);
    if (comment.matches()) {
      readComment(comment.group(1), comment.group(2), comment.group(3));
      return;
    }
    Matcher sample = SAMPLE.matcher(line);
    assertThat(sample.matches()).as(line).isTrue();
    String name = sample.group(1);
    String type = types.getOrDefault(family, "none");
    assertThat(SUFFIXES.getOrDefault(type, List.of()))
        .as("%s of a %s", line, type)
        .anyMatch(suffix -> name.equals(base(type) + suffix));
    names.add(name);
    String series = name + (sample.group(2) == null ? "" : sample.group(2));
    assertThat(samples.put(series, Double.valueOf(sample.group(3)))).as(series).isNull();
  }

  /** The older format gives a counter's and an info's whole name as that of the family. */
  private String base(String type) {
    String suffix = SUFFIXES.getOrDefault(type, List.of("")).getFirst();
    return !isOpenMetrics && List.of("counter", "info").contains(type)
        ? family.substring(0, family.length() - suffix.length())
        : family;
  }

  private void readComment(String kind, String name, String text) {
    if (!name.equals(family)) {
      assertThat(types).as("it has been there before").doesNotContainKey(name);
    }
    family = name;
    if (kind.equals("TYPE")) {
      boolean wasInfo = !isOpenMetrics && text.equals("gauge") && name.endsWith("_info");
      assertThat(types.put(name, wasInfo ? "info" : text)).as(name).isNull();
    } else if (kind.equals("HELP")) {
      assertThat(helps.add(name)).as(name).isTrue();
    }
  }

  /** The names of all samples. */
  Set<String> names() {
    return names;
  }

  /** By name and labels, as they were written. */
  Map<String, Double> samples() {
    return samples;
  }
}
