// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** A page in a browser, and what went wrong in it. */
final class BrowserPage implements AutoCloseable {
  private final DevTools tools;
  private final List<String> problems = new CopyOnWriteArrayList<>();

  BrowserPage(HttpClient client, URI address) {
    tools = new DevTools(client, address, this::onEvent);
    List.of("Page.enable", "Runtime.enable", "Log.enable", "Network.enable")
        .forEach(method -> tools.call(method, Map.of()));
    tools.call("Emulation.setScrollbarsHidden", Map.of("hidden", true));
  }

  private void onEvent(JsonNode event) {
    JsonNode told = event.path("params");
    boolean isProblem =
        switch (event.path("method").asString()) {
          case "Runtime.exceptionThrown" -> true;
          case "Runtime.consoleAPICalled" -> told.path("type").asString().equals("error");
          case "Log.entryAdded" -> told.path("entry").path("level").asString().equals("error");
          case "Network.loadingFailed" -> !told.path("canceled").asBoolean();
          case "Network.responseReceived" -> told.path("response").path("status").asInt() >= 400;
          default -> false;
        };
    if (isProblem) {
      problems.add(event.toString());
    }
  }

  /** Errors on the console and requests that failed, since {@link #forgetProblems}. */
  List<String> problems() {
    return problems;
  }

  void forgetProblems() {
    problems.clear();
  }

  void open(String address) {
    tools.call("Page.navigate", Map.of("url", address));
    await("document.readyState === 'complete' && location.href.startsWith('" + address + "')");
  }

  /** The value of an expression of JavaScript, or of the promise that it is. */
  JsonNode evaluate(String expression) {
    JsonNode answer =
        tools.call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + answer.path("exceptionDetails"));
    }
    return answer.path("result").path("value");
  }

  /** Waits until the expression is true. */
  void await(String expression) {
    await(expression, Duration.ofSeconds(30));
  }

  void await(String expression, Duration patience) {
    Awaitility.await(expression)
        .atMost(patience)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> evaluate("Boolean(" + expression + ")").asBoolean());
  }

  /** Waits until an element that the selector finds holds the text. */
  void awaitText(String selector, String text) {
    await(
        "[...document.querySelectorAll('%s')].some(e => e.textContent.includes('%s'))"
            .formatted(selector, text));
  }

  String text(String selector) {
    return evaluate("document.querySelector('" + selector + "').textContent").asString();
  }

  void click(String selector) {
    evaluate("document.querySelector('" + selector + "').click()");
  }

  void press(String key, int code) {
    String text = key.equals("Enter") ? "\r" : "";
    for (String type : List.of("keyDown", "keyUp")) {
      tools.call(
          "Input.dispatchKeyEvent",
          Map.of(
              "type", type, "key", key, "code", key, "windowsVirtualKeyCode", code, "text", text));
    }
  }

  void size(int width, int height) {
    tools.call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
  }

  /** What the user prefers, {@code dark} or {@code light}. */
  void prefer(String scheme) {
    tools.call(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  void setOffline(boolean offline) {
    tools.call(
        "Network.emulateNetworkConditions",
        Map.of("offline", offline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
  }

  void setHeaders(Map<String, String> headers) {
    tools.call("Network.setExtraHTTPHeaders", Map.of("headers", headers));
  }

  /** Seconds of a processor's time that the page has taken so far. */
  double taskSeconds() {
    tools.call("Performance.enable", Map.of());
    for (JsonNode metric : tools.call("Performance.getMetrics", Map.of()).path("metrics")) {
      if (metric.path("name").asString().equals("TaskDuration")) {
        return metric.path("value").asDouble();
      }
    }
    throw new AssertionError("the browser counts no tasks");
  }

  /** A PNG of what is seen. */
  void screenshot(Path file) {
    JsonNode answer = tools.call("Page.captureScreenshot", Map.of("format", "png"));
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, Base64.getDecoder().decode(answer.path("data").asString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    tools.close();
  }
}
