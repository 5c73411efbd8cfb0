// SPDX-License-Identifier: Apache-2.0

package io.nutcracker;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** {@code docs/faults.md} tells of every fault of twemproxy, and the tests it names exist. */
class FaultTableTest {
  private static final Path PAGE = Path.of("..", "docs", "faults.md");
  private static final Path TRANSCRIPTS = Path.of("src", "test", "resources", "transcripts");

  private static final Pattern ROW =
      Pattern.compile(
          "^\\| ([A-Z]\\d+) \\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\|$", Pattern.MULTILINE);
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

  /** A line of the table. */
  private record Fault(String number, String shownBy) {
    List<String> tests() {
      return quoted().filter(name -> name.contains(".") && !name.endsWith(".txt")).toList();
    }

    List<String> transcripts() {
      return quoted().filter(name -> name.endsWith(".txt")).toList();
    }

    private Stream<String> quoted() {
      return QUOTED.matcher(shownBy).results().map(quote -> quote.group(1));
    }
  }

  private static List<Fault> faults() throws IOException {
    return ROW.matcher(Files.readString(PAGE)).results().map(FaultTableTest::fault).toList();
  }

  private static Fault fault(MatchResult row) {
    return new Fault(row.group(1), row.group(4));
  }

  @Test
  void everyFaultHasItsRow() throws IOException {
    var expected =
        Stream.of(
                numbers("P", 14),
                numbers("M", 6),
                numbers("R", 6),
                numbers("F", 6),
                numbers("D", 5),
                numbers("S", 13))
            .flatMap(group -> group)
            .toList();
    assertThat(faults()).extracting(Fault::number).isEqualTo(expected);
  }

  private static Stream<String> numbers(String group, int last) {
    return IntStream.rangeClosed(1, last).mapToObj(i -> group + i);
  }

  @Test
  void everyRowNamesATestOrSaysWhyTheFaultIsKept() throws IOException {
    for (var fault : faults()) {
      assertThat(!fault.tests().isEmpty() || fault.shownBy().startsWith("kept, because "))
          .as(fault.number())
          .isTrue();
    }
  }

  @Test
  void whatARowNamesExists() throws IOException, URISyntaxException {
    var tests = testMethods();
    for (var fault : faults()) {
      assertThat(tests).as(fault.number()).containsAll(fault.tests());
      for (var transcript : fault.transcripts()) {
        assertThat(TRANSCRIPTS.resolve(transcript)).as(fault.number()).exists();
      }
    }
  }

  /** All tests, as {@code Class.method}. */
  private static Set<String> testMethods() throws IOException, URISyntaxException {
    var root =
        Path.of(FaultTableTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(file -> file.matches(".*(Test|IT|CT)\\.class"))
          .map(file -> file.replace(".class", "").replace('/', '.'))
          .flatMap(FaultTableTest::testMethods)
          .collect(toSet());
    }
  }

  private static Stream<String> testMethods(String className) {
    try {
      Class<?> type = Class.forName(className, false, FaultTableTest.class.getClassLoader());
      return Arrays.stream(type.getDeclaredMethods())
          .filter(method -> AnnotationSupport.isAnnotated(method, Testable.class))
          .map(method -> type.getSimpleName() + "." + method.getName());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
