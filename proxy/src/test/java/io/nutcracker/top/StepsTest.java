// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

import static io.nutcracker.top.Samples.model;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.top.Key.Name;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where keys lead. */
class StepsTest {
  private static final Model MODEL =
      model(
          Details.ofServers("session", Samples.servers(30, 10)),
          Details.ofServers("session", Samples.servers(30, 60)));

  private Place place = Place.start();

  private void press(Key key) {
    place = Steps.after(key, place, MODEL, 10).orElseThrow();
  }

  private void press(Name name) {
    press(Key.of(name));
  }

  private void type(String text) {
    text.chars().forEach(character -> press(Key.typed(character)));
  }

  @Test
  void intoAPoolAndBack() {
    press(Name.DOWN);
    press(Name.ENTER);
    assertThat(place.view()).isEqualTo(View.SERVERS);
    assertThat(place.pool()).isEqualTo("session");
    type("j");
    assertThat(place.row()).isEqualTo("node-1");
    press(Name.PAGE_DOWN);
    assertThat(place.row()).isEqualTo("node-11");
    press(Name.END);
    assertThat(place.row()).isEqualTo("node-29");
    type("kk");
    assertThat(place.row()).isEqualTo("node-27");
    press(Name.HOME);
    assertThat(place.row()).isEqualTo("node-0");
    press(Name.ESCAPE);
    assertThat(place.view()).isEqualTo(View.OVERVIEW);
    assertThat(place.row()).isEqualTo("session");
  }

  @Test
  void amongViewsAndPools() {
    press(Name.TAB);
    assertThat(place.view()).isEqualTo(View.SERVERS);
    type("5");
    assertThat(place.view()).isEqualTo(View.SLOW_LOG);
    press(Name.TAB);
    assertThat(place.view()).isEqualTo(View.OVERVIEW);
    press(Name.BACK_TAB);
    assertThat(place.view()).isEqualTo(View.SLOW_LOG);
    press(Name.RIGHT);
    assertThat(place.pool()).isEqualTo("session");
    press(Name.RIGHT);
    assertThat(place.pool()).isEqualTo("shop");
    press(Name.LEFT);
    assertThat(place.pool()).isEqualTo("session");
  }

  @Test
  void aFilterTakesEveryCharacter() {
    type("2/qs1");
    assertThat(place.filter()).isEqualTo("qs1");
    press(Name.BACKSPACE);
    press(Name.ENTER);
    assertThat(place.filter()).isEqualTo("qs");
    assertThat(place.isTyping()).isFalse();
    press(Name.ESCAPE);
    assertThat(place.filter()).isEmpty();
    assertThat(place.view()).isEqualTo(View.SERVERS);
    press(Name.ESCAPE);
    assertThat(place.view()).isEqualTo(View.OVERVIEW);
  }

  @Test
  void sortingGoesThroughAllColumns() {
    for (int i = 0; i < View.OVERVIEW.columns.size(); i++) {
      type("s");
      assertThat(place.order().column()).isEqualTo(i);
    }
    type("s");
    assertThat(place.order()).isEqualTo(Order.AS_TOLD);
  }

  @Test
  void helpAndPauseComeAndGo() {
    type("?");
    assertThat(place.isHelp()).isTrue();
    press(Name.ESCAPE);
    assertThat(place.isHelp()).isFalse();
    type("p");
    assertThat(Question.of(place).isPaused()).isTrue();
    type("p");
    assertThat(place.isPaused()).isFalse();
  }

  @Test
  void out() {
    Key interrupt = Key.of(Name.INTERRUPT);
    assertThat(Steps.after(Key.typed('q'), place, MODEL, 10)).isEmpty();
    assertThat(Steps.after(interrupt, place, MODEL, 10)).isEmpty();
    Place typing = place.withFilter("", true);
    assertThat(Steps.after(Key.typed('q'), typing, MODEL, 10))
        .isEqualTo(Optional.of(place.withFilter("q", true)));
    assertThat(Steps.after(interrupt, typing, MODEL, 10)).isEmpty();
  }
}
