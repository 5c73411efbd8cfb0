// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files that were given to the C program, and whether it accepted them. */
class ConfigCasesTest {
  /**
   * Cases that are judged differently on purpose, each with its reason. A difference without an
   * entry fails the test, as does an entry without a difference.
   */
  private static final Map<String, String> INTENDED_DIFFERENCES = Map.of();

  @Test
  void judgesEveryCaseAsTheReferenceDoes() throws IOException {
    var differences = new TreeMap<String, String>();
    for (JsonNode testCase : cases()) {
      var problems = ConfigText.problems(testCase.get("yaml").asString());
      if (problems.isEmpty() != testCase.get("ok").asBoolean()) {
        differences.put(testCase.get("name").asString(), problems.toString());
      }
    }
    assertThat(differences.keySet())
        .describedAs("%s", differences)
        .isEqualTo(INTENDED_DIFFERENCES.keySet());
  }

  private static JsonNode cases() throws IOException {
    try (InputStream in = ConfigCasesTest.class.getResourceAsStream("/config-cases.json")) {
      JsonNode cases = JsonMapper.shared().readTree(in).get("cases");
      assertThat(cases.size()).isEqualTo(350);
      return cases;
    }
  }
}
