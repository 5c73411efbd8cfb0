// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A connection to a browser's page by the DevTools protocol: commands with answers, and events in
 * between. Any driver library would want a browser or a driver of its own to be downloaded.
 */
final class DevTools implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final AtomicInteger commands = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final WebSocket socket;

  /**
   * @param onEvent runs on a thread of the client's
   */
  DevTools(HttpClient client, URI address, Consumer<JsonNode> onEvent) {
    socket = client.newWebSocketBuilder().buildAsync(address, new Listener(onEvent)).join();
  }

  private final class Listener implements WebSocket.Listener {
    private final Consumer<JsonNode> onEvent;
    private final StringBuilder message = new StringBuilder();

    Listener(Consumer<JsonNode> onEvent) {
      this.onEvent = onEvent;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
      message.append(text);
      if (last) {
        take(JsonMapper.shared().readTree(message.toString()));
        message.setLength(0);
      }
      from.request(1);
      return null;
    }

    private void take(JsonNode json) {
      CompletableFuture<JsonNode> waiting =
          json.has("id") ? answers.remove(json.path("id").asInt()) : null;
      if (waiting != null) {
        waiting.complete(json);
      } else {
        onEvent.accept(json);
      }
    }
  }

  /** Gives a command and waits for its answer. */
  JsonNode call(String method, Map<String, ?> parameters) {
    int id = commands.incrementAndGet();
    var answer = new CompletableFuture<JsonNode>();
    answers.put(id, answer);
    String command =
        JsonMapper.shared()
            .writeValueAsString(Map.of("id", id, "method", method, "params", parameters));
    socket.sendText(command, true).join();
    JsonNode said = answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    if (said.has("error")) {
      throw new AssertionError(method + ": " + said.path("error"));
    }
    return said.path("result");
  }

  @Override
  public void close() {
    socket.abort();
  }
}
