// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

import java.util.List;
import java.util.Optional;

/** Where each key leads. */
final class Steps {
  private Steps() {}

  /** The next place, or none if the key leads out. */
  static Optional<Place> after(Key key, Place place, Model model, int rowsOnScreen) {
    boolean isOut =
        switch (key.name()) {
          case INTERRUPT, GONE -> true;
          default -> key.is('q') && !place.isTyping();
        };
    if (isOut) {
      return Optional.empty();
    }
    return Optional.of(
        place.isTyping() ? typed(key, place) : pressed(key, place, model, rowsOnScreen));
  }

  private static Place typed(Key key, Place place) {
    String filter = place.filter();
    return switch (key.name()) {
      case CHARACTER -> place.withFilter(filter + Character.toString(key.character()), true);
      case BACKSPACE ->
          place.withFilter(
              filter.isEmpty() ? "" : filter.substring(0, filter.length() - 1), !filter.isEmpty());
      case ENTER -> place.withFilter(filter, false);
      case ESCAPE -> place.withFilter("", false);
      default -> place;
    };
  }

  private static Place pressed(Key key, Place place, Model model, int rowsOnScreen) {
    return switch (key.name()) {
      case UP -> moved(place, model, -1);
      case DOWN -> moved(place, model, 1);
      case PAGE_UP -> moved(place, model, -rowsOnScreen);
      case PAGE_DOWN -> moved(place, model, rowsOnScreen);
      case HOME -> moved(place, model, Integer.MIN_VALUE);
      case END -> moved(place, model, Integer.MAX_VALUE);
      case LEFT -> otherPool(place, model, -1);
      case RIGHT -> otherPool(place, model, 1);
      case ENTER -> into(place, model);
      case ESCAPE, BACKSPACE -> back(place);
      case TAB -> place.to(place.view().next(1));
      case BACK_TAB -> place.to(place.view().next(-1));
      case CHARACTER -> character(key.character(), place, model);
      case INTERRUPT, GONE, NONE -> place;
    };
  }

  private static Place character(int character, Place place, Model model) {
    return switch (character) {
      case 'j' -> moved(place, model, 1);
      case 'k' -> moved(place, model, -1);
      case 's' -> place.sortedByNext();
      case 'S' -> place.sortedTheOtherWay();
      case '/' -> place.withHelp(false).withFilter("", true);
      case 'p' -> place.withPause(!place.isPaused());
      case '?', 'h' -> place.withHelp(!place.isHelp());
      default -> View.of(character).map(place::to).orElse(place);
    };
  }

  private static Place moved(Place place, Model model, int steps) {
    return place.moved(Rows.of(model, place), steps);
  }

  private static Place into(Place place, Model model) {
    List<Row> rows = Rows.of(model, place);
    return place.view() != View.OVERVIEW || rows.isEmpty()
        ? place
        : place.ofPool(rows.get(place.indexIn(rows)).id()).to(View.SERVERS);
  }

  /** From the help, from what a filter hides, from a pool. */
  private static Place back(Place place) {
    if (place.isHelp()) {
      return place.withHelp(false);
    }
    return place.filter().isEmpty() ? place.to(View.OVERVIEW) : place.withFilter("", false);
  }

  private static Place otherPool(Place place, Model model, int steps) {
    List<String> names =
        model
            .now()
            .map(now -> now.pools().stream().map(PoolFigures::name).toList())
            .orElse(List.of());
    if (!place.view().isOfPool() || names.isEmpty()) {
      return place;
    }
    int index = Math.max(0, names.indexOf(place.pool()));
    return place.ofPool(names.get(Math.floorMod(index + steps, names.size())));
  }
}
