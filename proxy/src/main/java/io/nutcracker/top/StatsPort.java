// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nutcracker.top.NoAnswerException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Asks a stats port, in HTTP or as a plain reader. */
final class StatsPort {
  private static final int PATIENCE_MS = 5000;

  private final StatsAddress address;
  private final @Nullable String token;

  /**
   * @param token what HTTP requests must know, if anything
   */
  StatsPort(StatsAddress address, @Nullable String token) {
    this.address = address;
    this.token = token;
  }

  StatsAddress address() {
    return address;
  }

  /** What stands at a path of the admin port. */
  JsonTree get(String path) throws NoAnswerException {
    try {
      HttpURLConnection connection = open(path);
      int status = connection.getResponseCode();
      return switch (status) {
        case HttpURLConnection.HTTP_OK -> read(connection.getInputStream());
        case HttpURLConnection.HTTP_UNAUTHORIZED -> throw locked();
        case -1 -> throw new NoAnswerException(Kind.NO_HTTP, "does not speak HTTP");
        default -> throw new NoAnswerException(Kind.REFUSED, "answers with status " + status);
      };
    } catch (IOException e) {
      throw noAnswer(e);
    }
  }

  private HttpURLConnection open(String path) throws IOException {
    var connection =
        (HttpURLConnection)
            URI.create("http://" + address + path).toURL().openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(PATIENCE_MS);
    connection.setReadTimeout(PATIENCE_MS);
    connection.setRequestProperty("Accept", "application/json");
    if (token != null) {
      // Basic, because a token may hold what no header may.
      String credentials = Base64.getEncoder().encodeToString((":" + token).getBytes(UTF_8));
      connection.setRequestProperty("Authorization", "Basic " + credentials);
    }
    return connection;
  }

  private NoAnswerException locked() {
    return new NoAnswerException(
        Kind.LOCKED,
        token == null
            ? "wants its admin token: --admin-token-file FILE"
            : "does not take this admin token");
  }

  /** The line of those who say nothing: the C program knows nothing else. */
  JsonTree line() throws NoAnswerException {
    try (var socket = new Socket(Proxy.NO_PROXY)) {
      socket.connect(new InetSocketAddress(address.host(), address.port()), PATIENCE_MS);
      socket.setSoTimeout(PATIENCE_MS);
      return read(socket.getInputStream());
    } catch (IOException e) {
      throw noAnswer(e);
    }
  }

  private static JsonTree read(InputStream in) throws IOException, NoAnswerException {
    try (in) {
      return JsonTree.read(new String(in.readAllBytes(), UTF_8));
    } catch (JacksonException _) {
      throw new NoAnswerException(Kind.UNREACHABLE, "answers with something that is no JSON");
    }
  }

  private static NoAnswerException noAnswer(IOException e) {
    return switch (e) {
      case UnknownHostException _ ->
          new NoAnswerException(Kind.UNREACHABLE, "is not known: there is no such name");
      case ConnectException _ ->
          new NoAnswerException(
              Kind.UNREACHABLE, "cannot be reached: " + String.valueOf(e.getMessage()));
      case SocketTimeoutException _ ->
          new NoAnswerException(Kind.UNREACHABLE, "does not answer: " + e.getMessage());
      default -> new NoAnswerException(Kind.NO_HTTP, "broke off: " + e.getMessage());
    };
  }
}
