// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What can be looked at, and the columns of its table. */
@SuppressWarnings("ImmutableEnumChecker") // The lists are of records.
enum View {
  OVERVIEW(
      '1',
      "Overview",
      Order.AS_TOLD,
      List.of(
          Column.name("Pool", 10, 0),
          Column.name("State", 10, 1),
          Column.number("Requests/s", 10, 1),
          Column.number("Responses/s", 11, 7),
          Column.number("Errors/s", 8, 1),
          Column.number("Clients", 7, 2),
          Column.number("Under way", 9, 4),
          Column.number("In/s", 8, 8),
          Column.number("Out/s", 8, 8),
          Column.number("p50", 7, 5),
          Column.number("p99", 7, 3),
          Column.number("Longest", 7, 6))),
  SERVERS(
      '2',
      "Servers",
      new Order(0, false),
      List.of(
          Column.name("Server", 10, 0),
          Column.name("Address", 17, 6),
          Column.name("State", 22, 1),
          Column.number("Share", 7, 4),
          Column.number("Requests/s", 10, 1),
          Column.number("Errors/s", 8, 1),
          Column.number("In queue", 8, 5),
          Column.number("Out queue", 9, 3),
          Column.number("p99", 7, 2))),
  HOT_KEYS(
      '3',
      "Hot keys",
      new Order(2, true),
      List.of(
          Column.name("Key", 20, 0),
          Column.number("Requests", 12, 1),
          Column.number("Of all requests", 16, 1))),
  BIG_VALUES(
      '4',
      "Big values",
      new Order(1, true),
      List.of(
          Column.name("Key", 20, 0), Column.number("Size", 10, 1), Column.number("Seen", 19, 2))),
  SLOW_LOG(
      '5',
      "Slow log",
      new Order(0, true),
      List.of(
          Column.number("No.", 6, 7),
          Column.number("At", 8, 3),
          Column.name("Command", 20, 0),
          Column.name("Server", 8, 4),
          Column.number("Took", 8, 1),
          Column.number("In proxy", 9, 5),
          Column.number("At server", 10, 2),
          Column.number("To client", 10, 6),
          Column.name("Asked by", 15, 8)));

  /** The key that leads there. */
  final char key;

  final String title;
  final Order order;
  final List<Column> columns;

  View(char key, String title, Order order, List<Column> columns) {
    this.key = key;
    this.title = title;
    this.order = order;
    this.columns = columns;
  }

  /** Whether it shows one pool. */
  boolean isOfPool() {
    return this != OVERVIEW;
  }

  View next(int steps) {
    List<View> all = List.of(values());
    return all.get(Math.floorMod(all.indexOf(this) + steps, all.size()));
  }

  static Optional<View> of(int key) {
    return Stream.of(values()).filter(view -> view.key == key).findFirst();
  }
}
