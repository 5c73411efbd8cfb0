// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * The build picks tests by the end of their class name: *Test, *IT and *CT. A test class of another
 * name would never run, and nobody would notice.
 */
final class TestNamesTest {
  @Test
  void everyClassWithTestsHasANameTheBuildPicks() throws IOException, URISyntaxException {
    assertThat(testClasses())
        .isNotEmpty()
        .allMatch(name -> name.matches(".*(Test|IT|CT)"), "ends in Test, IT or CT");
  }

  /** The top-level classes that have a test method, in themselves or in a nested class. */
  private static List<String> testClasses() throws IOException, URISyntaxException {
    var root =
        Path.of(TestNamesTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(file -> file.endsWith(".class"))
          .map(file -> file.replace(".class", "").replace('/', '.'))
          .filter(TestNamesTest::hasTests)
          .map(name -> name.replaceAll("\\$.*", ""))
          .distinct()
          .toList();
    }
  }

  private static boolean hasTests(String className) {
    try {
      var loader = TestNamesTest.class.getClassLoader();
      return Arrays.stream(Class.forName(className, false, loader).getDeclaredMethods())
          .anyMatch(method -> AnnotationSupport.isAnnotated(method, Testable.class));
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
