// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks HTTP to an admin port, as the JDK's client does. */
final class HttpVisitor implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI root;

  HttpVisitor(SocketAddress address) {
    root = URI.create("http://127.0.0.1:" + ((InetSocketAddress) address).getPort());
    learnToSpeak();
  }

  /** The JDK's client loads many classes between connecting and its first words. */
  private void learnToSpeak() {
    try {
      get("/livez");
    } catch (UncheckedIOException _) {
      // It took too long, and was taken for a plain reader.
    }
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(root.resolve(path)).timeout(Duration.ofSeconds(10));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    return send(request, BodyHandlers.ofString());
  }

  private HttpResponse<String> send(
      HttpRequest.Builder request, HttpResponse.BodyHandler<String> handler) {
    try {
      return client.send(request.build(), handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The same, the body as one character per byte. */
  HttpResponse<String> sendForBytes(HttpRequest.Builder request) {
    return send(request, BodyHandlers.ofString(ISO_8859_1));
  }

  HttpResponse<String> get(String path) {
    return send(request(path));
  }

  JsonNode json(String path) {
    return json(get(path));
  }

  static JsonNode json(HttpResponse<String> response) {
    return JsonMapper.shared().readTree(response.body());
  }

  @Override
  public void close() {
    client.close();
  }
}
