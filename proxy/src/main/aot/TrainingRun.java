// SPDX-License-Identifier: Apache-2.0

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes Java's AOT cache: starts the program through its launcher, puts load on it for some
 * seconds, and stops it, whereupon Java writes down which classes it loaded and what it learned
 * about the code. A start with that cache takes less than half the time, and the compiler knows
 * at once what to compile.
 *
 * <p>Behind the proxy are servers that can answer just what is asked here. The build runs this:
 * {@code java TrainingRun.java HOME}, where HOME is laid out like a distribution.
 */
final class TrainingRun {
  private static final InetAddress HOST = InetAddress.getLoopbackAddress();
  private static final int CLIENTS = 20;
  private static final long SECONDS = 3;
  private static final long MOST_SECONDS = 120;

  /** Small ones are copied on their way, large ones are not. */
  private static final List<String> VALUES =
      List.of("0123456789abcdef", "x".repeat(512), "y".repeat(100_000));

  private static final ThreadFactory DAEMONS = Thread.ofPlatform().daemon().factory();

  private TrainingRun() {}

  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]);
    Path cache = home.resolve("lib/nutcracker.aot");
    Files.deleteIfExists(cache);
    // The launcher takes the build for finished, and the cache for fresh, by the age of this file.
    Files.setLastModifiedTime(home.resolve("lib/nutcracker.jar"), FileTime.from(Instant.now()));
    Path config = Files.createTempFile("nutcracker-training-", ".yml");
    try (var redis = listen();
        var memcached = listen()) {
      DAEMONS.newThread(() -> serve(redis, new RedisServer())).start();
      DAEMONS.newThread(() -> serve(memcached, new MemcachedServer())).start();
      int redisPort = freePort();
      int memcachedPort = freePort();
      Files.writeString(
          config,
          pool("redis", redisPort, redis.getLocalPort(), true)
              + pool("memcached", memcachedPort, memcached.getLocalPort(), false));
      Process proxy = start(home, config, cache);
      try {
        putLoadOn(redisPort, redisExchanges(), proxy);
        putLoadOn(memcachedPort, memcachedExchanges(), proxy);
      } finally {
        proxy.destroy();
      }
      if (!proxy.waitFor(MOST_SECONDS, TimeUnit.SECONDS) || !Files.exists(cache)) {
        proxy.destroyForcibly();
        throw new IOException("Java made no AOT cache; see " + home.resolve("training-run.log"));
      }
    } finally {
      Files.delete(config);
    }
  }

  private static String pool(String name, int port, int serverPort, boolean redis) {
    return """
    %s:
      listen: 127.0.0.1:%d
      hash: fnv1a_64
      distribution: ketama
      redis: %b
      servers:
      - 127.0.0.1:%d:1 one
      - 127.0.0.1:%d:1 two
    """
        .formatted(name, port, redis, serverPort, serverPort);
  }

  private static Process start(Path home, Path config, Path cache) throws IOException {
    String launcher = home.resolve("bin/nutcracker").toString();
    var command = new ProcessBuilder("sh", launcher, "--workers", "1", "-v", "4");
    command.command().addAll(List.of("-c", config.toString(), "-s", "" + freePort()));
    command.environment().put("NUTCRACKER_AOT_OUTPUT", cache.toString());
    File said = home.resolve("training-run.log").toFile();
    return command.redirectErrorStream(true).redirectOutput(said).start();
  }

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, CLIENTS, HOST);
  }

  private static int freePort() throws IOException {
    try (var socket = listen()) {
      return socket.getLocalPort();
    }
  }

  // --- The clients ---

  /** What a client sends, and how long the answer is. */
  private record Exchange(byte[] request, int responseLength) {
    static Exchange of(String request, int responseLength) {
      return new Exchange(request.getBytes(US_ASCII), responseLength);
    }

    /** The same so many times in one go. */
    Exchange times(int count) {
      return of(new String(request, US_ASCII).repeat(count), count * responseLength);
    }
  }

  private static List<Exchange> redisExchanges() {
    int ok = "+OK\r\n".length();
    var exchanges = new ArrayList<Exchange>();
    for (String value : VALUES) {
      int bulk = RedisServer.bulk(value).length();
      exchanges.add(Exchange.of(redisRequest("SET", key(value, 1), value), ok));
      exchanges.add(Exchange.of(redisRequest("GET", key(value, 1)), bulk));
    }
    String value = VALUES.getFirst();
    int bulk = RedisServer.bulk(value).length();
    String[] mget = keys(value, 10).toArray(String[]::new);
    exchanges.add(Exchange.of(redisRequest("MGET", mget), "*10\r\n".length() + 10 * bulk));
    exchanges.add(Exchange.of(redisRequest("DEL", mget), ":10\r\n".length()));
    String[] mset =
        keys(value, 10).stream().flatMap(key -> List.of(key, value).stream()).toArray(String[]::new);
    exchanges.add(Exchange.of(redisRequest("MSET", mset), ok));
    exchanges.add(Exchange.of(redisRequest("GET", key(value, 2)), bulk).times(16));
    exchanges.add(Exchange.of(redisRequest("SET", key(value, 2), value), ok).times(16));
    return exchanges;
  }

  private static String redisRequest(String command, String... arguments) {
    var request = new StringBuilder("*" + (1 + arguments.length) + "\r\n");
    request.append(RedisServer.bulk(command));
    List.of(arguments).forEach(argument -> request.append(RedisServer.bulk(argument)));
    return request.toString();
  }

  private static List<Exchange> memcachedExchanges() {
    var exchanges = new ArrayList<Exchange>();
    for (String value : VALUES) {
      String key = key(value, 1);
      int found = MemcachedServer.found(key).length();
      exchanges.add(
          Exchange.of(
              "set " + key + " 0 0 " + value.length() + "\r\n" + value + "\r\n",
              "STORED\r\n".length()));
      exchanges.add(Exchange.of("get " + key + "\r\n", found + "END\r\n".length()));
    }
    List<String> keys = keys(VALUES.getFirst(), 10);
    int found = MemcachedServer.found(keys.getFirst()).length();
    int end = "END\r\n".length();
    exchanges.add(Exchange.of("get " + String.join(" ", keys) + "\r\n", 10 * found + end));
    exchanges.add(Exchange.of("get " + keys.getFirst() + "\r\n", found + end).times(16));
    return exchanges;
  }

  /** Its first letter says which of the values it has. */
  private static String key(String value, int number) {
    return "%s:%03d".formatted(value.charAt(0), number);
  }

  private static List<String> keys(String value, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(number -> key(value, number)).toList();
  }

  private static String value(String key) {
    return VALUES.stream().filter(value -> value.charAt(0) == key.charAt(0)).findFirst().get();
  }

  private static void putLoadOn(int port, List<Exchange> exchanges, Process proxy)
      throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    try (var clients = Executors.newFixedThreadPool(CLIENTS, DAEMONS)) {
      Callable<Void> client =
          () -> {
            try (var socket = connect(port, proxy)) {
              while (System.nanoTime() < end) {
                for (Exchange exchange : exchanges) {
                  socket.getOutputStream().write(exchange.request());
                  socket.getInputStream().skipNBytes(exchange.responseLength());
                }
              }
            }
            return null;
          };
      for (var done : clients.invokeAll(IntStream.range(0, CLIENTS).mapToObj(_ -> client).toList())) {
        done.get();
      }
    }
  }

  private static Socket connect(int port, Process proxy) throws Exception {
    while (true) {
      try {
        return new Socket(HOST, port);
      } catch (IOException e) {
        if (proxy.waitFor(10, TimeUnit.MILLISECONDS)) {
          throw new IOException("the program ended with status " + proxy.exitValue(), e);
        }
      }
    }
  }

  // --- The servers ---

  /** Reads one request and answers it. */
  private interface Server {
    void answer(DataInputStream in, OutputStream out) throws IOException;
  }

  private static void serve(ServerSocket listener, Server server) {
    try {
      while (true) {
        Socket connection = listener.accept();
        DAEMONS.newThread(() -> serve(connection, server)).start();
      }
    } catch (IOException _) {
      // The run is over.
    }
  }

  private static void serve(Socket connection, Server server) {
    try (connection) {
      var in = new DataInputStream(new BufferedInputStream(connection.getInputStream(), 1 << 16));
      while (true) {
        server.answer(in, connection.getOutputStream());
      }
    } catch (IOException _) {
      // The run is over.
    }
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("end");
      }
      line.append((char) c);
    }
    return line.substring(0, line.length() - 1);
  }

  private static final class RedisServer implements Server {
    static String bulk(String value) {
      return "$" + value.length() + "\r\n" + value + "\r\n";
    }

    @Override
    public void answer(DataInputStream in, OutputStream out) throws IOException {
      var words = new ArrayList<String>();
      int count = Integer.parseInt(line(in).substring(1));
      for (int i = 0; i < count; i++) {
        int length = Integer.parseInt(line(in).substring(1));
        words.add(new String(in.readNBytes(length), US_ASCII));
        line(in);
      }
      List<String> arguments = words.subList(1, count);
      String response =
          switch (words.getFirst().toUpperCase()) {
            case "GET" -> bulk(value(arguments.getFirst()));
            case "MGET" ->
                "*" + arguments.size() + "\r\n"
                    + arguments.stream().map(key -> bulk(value(key))).collect(Collectors.joining());
            case "DEL" -> ":" + arguments.size() + "\r\n";
            default -> "+OK\r\n";
          };
      out.write(response.getBytes(US_ASCII));
    }
  }

  private static final class MemcachedServer implements Server {
    static String found(String key) {
      String value = value(key);
      return "VALUE " + key + " 0 " + value.length() + "\r\n" + value + "\r\n";
    }

    @Override
    public void answer(DataInputStream in, OutputStream out) throws IOException {
      List<String> words = List.of(line(in).split(" "));
      if (words.getFirst().equals("set")) {
        in.skipNBytes(Integer.parseInt(words.getLast()) + 2);
        out.write("STORED\r\n".getBytes(US_ASCII));
        return;
      }
      List<String> keys = words.subList(1, words.size());
      String found = keys.stream().map(MemcachedServer::found).collect(Collectors.joining());
      out.write((found + "END\r\n").getBytes(US_ASCII));
    }
  }
}
