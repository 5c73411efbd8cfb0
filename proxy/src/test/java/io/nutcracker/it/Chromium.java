// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import tools.jackson.databind.json.JsonMapper;

/** The system's Chromium without a window, with a profile of its own. */
final class Chromium implements AutoCloseable {
  static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

  private final HttpClient client = HttpClient.newHttpClient();
  private final Path profile;
  private final Process process;

  /**
   * @param program see {@link #installed}
   */
  Chromium(Path program) {
    try {
      profile = Files.createTempDirectory("nutcracker-browser");
      process =
          new ProcessBuilder(
                  program.toString(),
                  "--headless=new",
                  // Its sandbox needs rights that root, or a container, does not have. The page is
                  // ours.
                  "--no-sandbox",
                  "--disable-gpu",
                  "--disable-dev-shm-usage",
                  "--no-first-run",
                  "--disable-background-networking",
                  "--disable-component-update",
                  "--remote-debugging-port=0",
                  "--user-data-dir=" + profile,
                  "about:blank")
              .redirectErrorStream(true)
              .redirectOutput(profile.resolve("output").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it lies, if it is on the path. */
  static Optional<Path> installed() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Opens a page, and nothing in it. */
  BrowserPage newPage() {
    Path file = profile.resolve("DevToolsActivePort");
    Awaitility.await("a browser")
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> Files.readString(file, UTF_8).contains("\n"));
    try {
      URI address =
          URI.create("http://127.0.0.1:%s/json/new?about:blank".formatted(firstLine(file)));
      var made =
          client.send(
              HttpRequest.newBuilder(address).PUT(BodyPublishers.noBody()).build(),
              BodyHandlers.ofString());
      String socket =
          JsonMapper.shared().readTree(made.body()).path("webSocketDebuggerUrl").asString();
      return new BrowserPage(client, URI.create(socket));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String firstLine(Path file) throws IOException {
    return Files.readString(file, UTF_8).lines().findFirst().orElseThrow();
  }

  /** Its children end with it, but not at once, and write to the profile until then. */
  @Override
  public void close() {
    List<ProcessHandle> family =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    family.forEach(ProcessHandle::destroyForcibly);
    family.forEach(each -> each.onExit().join());
    client.close();
    Awaitility.await("its files to go").until(this::deleteProfile);
  }

  private boolean deleteProfile() {
    try (Stream<Path> files = Files.walk(profile)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
      return true;
    } catch (IOException | UncheckedIOException _) {
      return false;
    }
  }
}
