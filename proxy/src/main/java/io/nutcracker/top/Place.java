// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Where somebody is in the picture.
 *
 * @param pool the one that was chosen; empty for the first
 * @param row the id of the chosen row; if there is none of this id, it is the first
 * @param filter what rows must hold
 * @param isTyping whether keys go to the filter
 * @param isPaused whether the figures stand still
 * @param isHelp whether the keys are explained instead
 */
record Place(
    View view,
    String pool,
    String row,
    Map<View, Order> orders,
    String filter,
    boolean isTyping,
    boolean isPaused,
    boolean isHelp) {
  static Place start() {
    return new Place(View.OVERVIEW, "", "", Map.of(), "", false, false, false);
  }

  Order order() {
    return orders.getOrDefault(view, view.order);
  }

  private Place with(Order order) {
    var changed = new EnumMap<View, Order>(View.class);
    changed.putAll(orders);
    changed.put(view, order);
    return new Place(view, pool, row, Map.copyOf(changed), filter, isTyping, isPaused, isHelp);
  }

  /** Another view of the same pool. */
  Place to(View next) {
    return next == view
        ? withHelp(false)
        : new Place(
            next, pool, next == View.OVERVIEW ? pool : "", orders, "", false, isPaused, false);
  }

  Place ofPool(String name) {
    return new Place(view, name, "", orders, filter, false, isPaused, false);
  }

  Place atRow(String id) {
    return new Place(view, pool, id, orders, filter, isTyping, isPaused, isHelp);
  }

  Place withFilter(String text, boolean typing) {
    return new Place(view, pool, row, orders, text, typing, isPaused, isHelp);
  }

  Place withPause(boolean pause) {
    return new Place(view, pool, row, orders, filter, isTyping, pause, isHelp);
  }

  Place withHelp(boolean help) {
    return new Place(view, pool, row, orders, filter, isTyping, isPaused, help);
  }

  /** Sorted by the next column; behind the last comes what the view begins with. */
  Place sortedByNext() {
    int next = order().column() + 1;
    if (next == view.columns.size()) {
      return with(view.order.column() < 0 ? Order.AS_TOLD : sorting(0));
    }
    return with(sorting(next));
  }

  private Order sorting(int column) {
    return new Order(column, view.columns.get(column).isNumber());
  }

  Place sortedTheOtherWay() {
    return with(new Order(order().column(), !order().descending()));
  }

  /** The chosen row is that many further down, if there are so many. */
  Place moved(List<Row> rows, int steps) {
    if (rows.isEmpty()) {
      return this;
    }
    long wanted = (long) indexIn(rows) + steps;
    return atRow(rows.get(Math.clamp(wanted, 0, rows.size() - 1)).id());
  }

  int indexIn(List<Row> rows) {
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).id().equals(row)) {
        return i;
      }
    }
    return 0;
  }
}
