// SPDX-License-Identifier: Apache-2.0

package io.nutcracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What reviewers would otherwise have to look for in every change. */
class TidyTest {
  private static final String BASE = "io/nutcracker/";

  private static final Path MAIN = Path.of("src", "main", "java");
  private static final Path TESTS = Path.of("src", "test", "java");
  private static final Path MAIN_CLASSES = Path.of("target", "classes");
  private static final Path TEST_CLASSES = Path.of("target", "test-classes");

  /** Which packages a package may use. A new arrow is a decision: make it here. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("", Set.of("cli", "config")),
          Map.entry("cli", Set.of("config", "proxy", "stats", "hashkit", "top")),
          Map.entry("top", Set.of("stats")),
          Map.entry(
              "proxy",
              Set.of(
                  "server",
                  "admin",
                  "gateway",
                  "protocol",
                  "protocol.memcached",
                  "protocol.redis",
                  "config",
                  "mbuf",
                  "stats",
                  "hashkit")),
          Map.entry(
              "server",
              Set.of(
                  "protocol",
                  "protocol.memcached",
                  "protocol.redis",
                  "config",
                  "mbuf",
                  "stats",
                  "hashkit")),
          Map.entry("admin", Set.of("stats")),
          Map.entry(
              "gateway", Set.of("admin", "server", "protocol", "protocol.redis", "config", "mbuf")),
          Map.entry("protocol.memcached", Set.of("protocol", "mbuf", "hashkit")),
          Map.entry("protocol.redis", Set.of("protocol", "mbuf", "hashkit")),
          Map.entry("protocol", Set.of("mbuf")),
          Map.entry("config", Set.of("protocol.redis", "hashkit")),
          Map.entry("mbuf", Set.of()),
          Map.entry("stats", Set.of()),
          Map.entry("hashkit", Set.of()));

  private static final Pattern CLASS_NAME = Pattern.compile(BASE + "([a-z/]*)[A-Z]\\w*");

  /** A type of its own file, at the start of a line. */
  private static final Pattern TOP_LEVEL_TYPE =
      Pattern.compile(
          "^(?:[a-z]+ )*(?:class|interface|record|enum|@interface) \\w+", Pattern.MULTILINE);

  @Test
  void packagesDependInOneDirection() {
    var uses = new TreeMap<String, Set<String>>();
    for (ClassModel type : classes(MAIN_CLASSES)) {
      String user = packageOf(type.thisClass().asInternalName());
      uses.computeIfAbsent(user, _ -> new TreeSet<>()).addAll(packagesUsedBy(type));
    }

    assertThat(uses.keySet()).isEqualTo(MAY_USE.keySet());
    uses.forEach((user, used) -> {
      used.remove(user);
      assertThat(MAY_USE.get(user)).as("what '%s' uses", user).containsAll(used);
    });
  }

  /** Class names stand in class entries, and in the descriptors and signatures of members. */
  private static Set<String> packagesUsedBy(ClassModel type) {
    var used = new TreeSet<String>();
    entries(type)
        .filter(entry -> entry instanceof Utf8Entry)
        .map(entry -> ((Utf8Entry) entry).stringValue())
        .forEach(text ->
            CLASS_NAME.matcher(text).results().forEach(name -> used.add(packageOf(name.group()))));
    return used;
  }

  private static String packageOf(String internalName) {
    int end = internalName.lastIndexOf('/');
    return end < BASE.length() ? "" : internalName.substring(BASE.length(), end).replace('/', '.');
  }

  @Test
  void onlyTheCommandLineWritesToTheStandardStreams() {
    for (ClassModel type : classes(MAIN_CLASSES)) {
      String name = type.thisClass().asInternalName();
      if (!packageOf(name).equals("cli") && !name.equals(BASE + "Nutcracker")) {
        assertThat(members(type))
            .as(name)
            .doesNotContain("java/lang/System.out", "java/lang/System.err");
      }
    }
  }

  @Test
  void noTestSleeps() {
    for (ClassModel type : classes(TEST_CLASSES)) {
      assertThat(members(type))
          .as(type.thisClass().asInternalName())
          .doesNotContain("java/lang/Thread.sleep", "java/util/concurrent/TimeUnit.sleep");
    }
  }

  /** The methods and fields that a class mentions, as {@code owner.name}. */
  private static List<String> members(ClassModel type) {
    return entries(type)
        .filter(entry -> entry instanceof MemberRefEntry)
        .map(entry -> (MemberRefEntry) entry)
        .map(member -> member.owner().asInternalName() + "." + member.name().stringValue())
        .toList();
  }

  private static Stream<PoolEntry> entries(ClassModel type) {
    return StreamSupport.stream(type.constantPool().spliterator(), false);
  }

  @Test
  void nothingIsLeftForLater() {
    var later = Pattern.compile("\\b(?:TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    for (Path file : javaFiles(MAIN, TESTS)) {
      assertThat(read(file)).as("%s", file).doesNotContainPattern(later);
    }
  }

  @Test
  void everyFileNamesItsLicence() {
    for (Path file : javaFiles(MAIN, TESTS)) {
      assertThat(read(file))
          .as("%s", file)
          .startsWith("// SPDX-License-Identifier: Apache-2.0\n\n");
    }
  }

  @Test
  void everyPackageIsNullMarked() {
    for (Path file : javaFiles(MAIN, TESTS)) {
      Path packageInfo = file.resolveSibling("package-info.java");
      Path mirrored = MAIN.resolve(root(file).relativize(packageInfo));
      assertThat(read(Files.exists(packageInfo) ? packageInfo : mirrored))
          .as("package of %s", file)
          .contains("@NullMarked");
    }
  }

  private static Path root(Path file) {
    return file.startsWith(MAIN) ? MAIN : TESTS;
  }

  @Test
  void everyTypeSaysWhatItIs() {
    for (Path file : javaFiles(MAIN, TESTS)) {
      String text = read(file);
      var type = TOP_LEVEL_TYPE.matcher(text);
      if (type.find()) {
        String before = text.substring(text.indexOf(';'), type.start());
        assertThat(before).as("%s", file).contains("\n/**");
      }
    }
  }

  private static List<ClassModel> classes(Path directory) {
    return files(directory, ".class").stream()
        .filter(file -> !file.endsWith("package-info.class"))
        .map(TidyTest::parse)
        .toList();
  }

  private static ClassModel parse(Path file) {
    try {
      return ClassFile.of().parse(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> javaFiles(Path... roots) {
    return Stream.of(roots).flatMap(root -> files(root, ".java").stream()).toList();
  }

  private static List<Path> files(Path directory, String suffix) {
    try (var files = Files.walk(directory)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(suffix)).toList();
      assertThat(found).as("%s in %s", suffix, directory).isNotEmpty();
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
