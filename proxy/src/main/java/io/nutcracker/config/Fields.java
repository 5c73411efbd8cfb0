// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import io.nutcracker.config.Findings.Spot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of a mapping below a directive, and their values as they are asked for. */
final class Fields {
  private final Spot spot;
  private final List<String> known;
  private final Map<String, Node.Entry> entries = new LinkedHashMap<>();
  private boolean areKnown = true;

  Fields(Node.Mapping mapping, Spot spot, List<String> known) {
    this.spot = spot.line(mapping.line());
    this.known = known;
    mapping.entries().forEach(this::add);
  }

  private void add(Node.Entry entry) {
    String name = entry.key().text();
    int line = entry.key().line();
    if (!known.contains(name)) {
      areKnown = false;
      refuseUnknown(name, line);
      return;
    }
    Node.Entry earlier = entries.putIfAbsent(name, entry);
    if (earlier != null) {
      spot.line(line)
          .inside(name)
          .refuse(null, "is given a second time; the first is in line " + earlier.key().line());
    }
  }

  /** Below a password the key is not shown: somebody may have put the password there. */
  private void refuseUnknown(String name, int line) {
    if (spot.isSecret()) {
      spot.line(line).refuse(null, "has a key that is not one of " + known);
    } else {
      spot.line(line)
          .inside(name)
          .refuse(null, "is not one of " + known + Suggestion.of(name, known));
    }
  }

  /** Whether there are no other keys than the known ones. */
  boolean areKnown() {
    return areKnown;
  }

  boolean has(String name) {
    return entries.containsKey(name);
  }

  /** The place of this key, or of the mapping if it is not there. */
  Spot at(String name) {
    Node.Entry entry = entries.get(name);
    return spot.line(entry == null ? spot.line() : entry.key().line()).inside(name);
  }

  /** The value, or null if there is none, which is a problem if the key is there. */
  @Nullable Node node(String name) {
    Node.Entry entry = entries.get(name);
    Node value = entry == null ? null : entry.value();
    if (value instanceof Scalar scalar && scalar.text().isEmpty()) {
      at(name).refuse(null, "has no value");
      return null;
    }
    return value;
  }

  /** The value, which must be a single one; null if it is not or there is none. */
  @Nullable String text(String name) {
    Node value = node(name);
    if (value == null) {
      return null;
    }
    if (value instanceof Scalar scalar) {
      return scalar.text();
    }
    at(name).refuse(null, "is nested too deep; only a single value is allowed here");
    return null;
  }

  /**
   * The values, which must be a sequence of single ones; null if they are not or there are none.
   */
  @Nullable List<Scalar> texts(String name) {
    Node value = node(name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof Node.Sequence sequence) || sequence.items().isEmpty()) {
      at(name).refuse(null, "must be a sequence with at least one item");
      return null;
    }
    for (Node item : sequence.items()) {
      if (!(item instanceof Scalar scalar) || scalar.text().isEmpty()) {
        at(name)
            .line(item.line())
            .refuse(null, "has an item that is not a text; put one that ends with ':' in quotes");
        return null;
      }
    }
    return sequence.items().stream().map(Scalar.class::cast).toList();
  }
}
