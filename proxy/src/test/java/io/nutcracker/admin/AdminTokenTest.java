// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which Authorization headers hold the token. */
class AdminTokenTest {
  private final AdminToken token = new AdminToken("s3:cret");

  private static String basic(String credentials) {
    return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
  }

  @Test
  void bothSchemesHoldIt() {
    assertThat(
            List.of("Bearer s3:cret", "bearer  s3:cret ", basic("me:s3:cret"), basic(":s3:cret")))
        .allMatch(token::isIn);
    assertThat(new AdminToken("é").isIn(basic("me:é"))).isTrue();
    assertThat(new AdminToken("é").isIn("Bearer Ã©")).isTrue();
  }

  @Test
  void nothingElseDoes() {
    assertThat(
            List.of(
                "",
                "Bearer",
                "Bearer ",
                "Bearer s3:cre",
                "Bearer s3:crett",
                "Bearer S3:CRET",
                "s3:cret",
                "Basic s3:cret",
                "Basic !",
                basic("s3:cret:"),
                basic("me:"),
                basic(""),
                "Digest s3:cret"))
        .noneMatch(token::isIn);
  }

  @Test
  void itsTextDoesNotGiveItAway() {
    assertThat(token).hasToString("an admin token");
  }
}
