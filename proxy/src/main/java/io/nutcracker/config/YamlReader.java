// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import io.nutcracker.config.Findings.Spot;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * Reads the strict subset of YAML that twemproxy accepts: one document without markers, a block
 * mapping of pool names to block mappings of directives to scalars or block sequences of scalars.
 * Flow style, anchors, aliases and tags are refused. Directives that twemproxy does not know may
 * have mappings and sequences of these, in flow style, too.
 *
 * <p>It works on events, not on loaded objects: {@code timeout: 007} must stay the text {@code
 * 007}, a repeated key must stay visible, and every problem has a line. What breaks the shape is
 * reported and skipped, so that the rest of the file is still checked. Only an error of YAML's own
 * grammar ends the reading; the pools before it are still checked.
 *
 * <p>twemproxy reads YAML 1.1, this is YAML 1.2. As nothing but the text of scalars is used and
 * {@link YamlText} keeps out the other line ends, both see the same files, but for a tab after the
 * dash of an item, which only 1.2 allows.
 */
final class YamlReader {
  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();

  /**
   * One more than users need, who are mappings in a sequence, for a better word of what is wrong.
   */
  private static final int MAX_DEPTH = 4;

  private final Findings findings;
  private final Iterator<Event> events;
  private final RawConfig config = new RawConfig();

  private YamlReader(String yaml, Findings findings) {
    this.findings = findings;
    this.events = new Parse(SETTINGS).parseString(yaml).iterator();
  }

  static RawConfig read(String yaml, Findings findings) {
    var reader = new YamlReader(yaml, findings);
    try {
      reader.stream();
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().or(e::getContextMark).map(Mark::getLine).orElse(-1) + 1;
      String problem = ConfigProblem.printable(e.getProblem());
      findings.at(line).refuse(null, "is not valid YAML: " + problem);
    }
    return reader.config;
  }

  private void stream() {
    events.next();
    Event event = events.next();
    if (event instanceof StreamEndEvent) {
      findings.at(0).refuse(null, "is empty; it must hold at least one server pool");
      return;
    }
    if (event instanceof DocumentStartEvent start && start.isExplicit()) {
      spot(start).refuse(null, "document markers ('---') and directives ('%') are not allowed");
    }
    root(events.next());
    Event end = events.next();
    if (end instanceof DocumentEndEvent documentEnd && documentEnd.isExplicit()) {
      spot(end).refuse(null, "the document marker '...' is not allowed");
    }
    Event next = events.next();
    if (next instanceof DocumentStartEvent) {
      spot(next).refuse(null, "only one YAML document is allowed in the file");
    }
  }

  private void root(Event event) {
    if (event instanceof MappingStartEvent start && hasAllowedStyle(start, spot(start))) {
      for (Event key = events.next(); !(key instanceof MappingEndEvent); key = events.next()) {
        topLevel(scalar(key, spot(key)), events.next());
      }
    } else {
      spot(event).refuse(null, "the top level must be a mapping of server pool names");
      skip(event);
    }
  }

  private void topLevel(@Nullable Scalar key, Event value) {
    if (key == null) {
      skip(value);
      return;
    }
    Spot spot = findings.at(key);
    if (key.text().isEmpty()) {
      spot.refuse(null, "a pool's name cannot be empty");
    }
    switch (value) {
      case MappingStartEvent start when hasAllowedStyle(start, spot) ->
          config.pools.add(new RawConfig.Pool(key, directives(key)));
      case MappingStartEvent start -> skip(start);
      case SequenceStartEvent start -> {
        spot.refuse(null, "is a sequence; a pool is a mapping of directives");
        skip(start);
      }
      default -> {
        Scalar scalar = scalar(value, findings.at(key.line()).key(key.text()));
        if (scalar != null) {
          config.settings.add(new RawConfig.Setting(key, scalar));
        }
      }
    }
  }

  private List<RawConfig.Directive> directives(Scalar pool) {
    var directives = new ArrayList<RawConfig.Directive>();
    for (Event key = events.next(); !(key instanceof MappingEndEvent); key = events.next()) {
      Scalar name = scalar(key, findings.at(pool).line(line(key)));
      Event value = events.next();
      if (name == null) {
        skip(value);
      } else {
        Spot spot = findings.at(pool).line(name.line()).key(name.text());
        directives.add(directive(name, value, spot));
      }
    }
    return directives;
  }

  private RawConfig.Directive directive(Scalar key, Event value, Spot spot) {
    Directive directive = Directive.named(key.text());
    if (directive != null && directive.takesNested(value instanceof MappingStartEvent)) {
      Node node = node(value, spot, MAX_DEPTH);
      return new RawConfig.Directive(key, node == null ? List.of() : List.of(node), false);
    }
    if (value instanceof SequenceStartEvent start) {
      boolean isAllowed = hasAllowedStyle(start, spot);
      if (!isAllowed) {
        skip(start);
      }
      return new RawConfig.Directive(key, isAllowed ? items(spot) : List.of(), isAllowed);
    }
    Scalar scalar = scalar(value, spot);
    return new RawConfig.Directive(key, scalar == null ? List.of() : List.of(scalar), false);
  }

  /** A value of any shape and style, or null with a problem. */
  private @Nullable Node node(Event event, Spot at, int depth) {
    Spot spot = at.line(line(event));
    if (!(event instanceof CollectionStartEvent start)) {
      return scalar(event, spot);
    }
    if (depth == 0) {
      spot.refuse(null, "is nested too deep");
    }
    if (depth == 0 || !hasAllowedProperties(start, start.getTag(), spot)) {
      skip(event);
      return null;
    }
    return event instanceof MappingStartEvent
        ? new Node.Mapping(entries(spot, depth - 1), spot.line())
        : new Node.Sequence(nodes(spot, depth - 1), spot.line());
  }

  private List<Node.Entry> entries(Spot spot, int depth) {
    var entries = new ArrayList<Node.Entry>();
    for (Event key = events.next(); !(key instanceof MappingEndEvent); key = events.next()) {
      Scalar name = scalar(key, spot.line(line(key)));
      Node value = node(events.next(), spot, depth);
      if (name != null) {
        entries.add(new Node.Entry(name, value));
      }
    }
    return entries;
  }

  private List<Node> nodes(Spot spot, int depth) {
    var nodes = new ArrayList<Node>();
    for (Event item = events.next(); !(item instanceof SequenceEndEvent); item = events.next()) {
      Node node = node(item, spot, depth);
      if (node != null) {
        nodes.add(node);
      }
    }
    return nodes;
  }

  private List<Node> items(Spot spot) {
    var items = new ArrayList<Node>();
    for (Event item = events.next(); !(item instanceof SequenceEndEvent); item = events.next()) {
      Scalar scalar = scalar(item, spot.line(line(item)));
      if (scalar != null) {
        items.add(scalar);
      }
    }
    return items;
  }

  /** The scalar that this event is, or null, with a problem and the node skipped, if it is none. */
  private @Nullable Scalar scalar(Event event, Spot spot) {
    if (event instanceof ScalarEvent scalar
        && hasAllowedProperties(scalar, scalar.getTag(), spot)) {
      return new Scalar(scalar.getValue(), line(event));
    }
    if (event instanceof AliasEvent) {
      spot.refuse(null, "aliases ('*name') are not allowed");
    } else if (event instanceof CollectionStartEvent start && hasAllowedStyle(start, spot)) {
      spot.refuse(null, "is nested too deep; only a single value is allowed here");
    }
    skip(event);
    return null;
  }

  private static boolean hasAllowedStyle(CollectionStartEvent start, Spot spot) {
    if (start.isFlow()) {
      spot.refuse(
          null,
          "flow style ('[...]' and '{...}') is not allowed; put a text that starts with '[' or '{'"
              + " in quotes");
      return false;
    }
    return hasAllowedProperties(start, start.getTag(), spot);
  }

  private static boolean hasAllowedProperties(NodeEvent node, Optional<String> tag, Spot spot) {
    if (node.getAnchor().isPresent()) {
      spot.refuse(null, "anchors ('&name') are not allowed");
      return false;
    }
    if (tag.isPresent()) {
      spot.refuse(null, "tags ('!name') are not allowed");
      return false;
    }
    return true;
  }

  /** Consumes what is left of the node that starts with this event. */
  private void skip(Event first) {
    int depth = 0;
    for (Event event = first; ; event = events.next()) {
      if (event instanceof CollectionStartEvent) {
        depth++;
      } else if (event instanceof CollectionEndEvent) {
        depth--;
      }
      if (depth == 0) {
        return;
      }
    }
  }

  private Spot spot(Event event) {
    return findings.at(line(event));
  }

  private static int line(Event event) {
    return event.getStartMark().map(Mark::getLine).orElse(-1) + 1;
  }
}
