// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutcracker.config.TransportChoice;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.Resp;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Hundreds of clients at once: some set and get, some use transactions, some wait for data; many go
 * without a word, in the middle of anything. What one of them is told must be what it asked for,
 * and of those who have gone nothing must be left.
 */
@ExtendWith(SampledLeaks.class)
@Tag("alone")
final class MixedClientsIT {
  private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("mixed.seconds", 4));

  private static final int PLAIN = 300;
  private static final int TRANSACTIONS = 100;
  private static final int WAITING = 100;
  private static final int SERVERS = 3;
  private static final int WORKERS = 2;

  /** Connections that each worker may keep to a server: a shared one, and unused leased ones. */
  private static final int MOST_KEPT = 1 + 16;

  private final long seed = new Random().nextLong();
  private final ConcurrentLinkedQueue<Long> plainNanos = new ConcurrentLinkedQueue<>();

  MixedClientsIT() {
    System.err.println("mixed clients with seed " + seed);
  }

  @Test
  void everyClientGetsWhatItAskedFor() throws Exception {
    List<RedisServer> servers = Stream.generate(RedisServer::start).limit(SERVERS).toList();
    var entries =
        IntStream.range(0, SERVERS).mapToObj(i -> servers.get(i).poolEntry("s" + i)).toList();
    var pool = TestPool.redis("alpha", entries).with("hash_tag", "{}").with("timeout", "4000");
    try (var proxy = SubjectProxy.with(WORKERS, TransportChoice.AUTO).start(List.of(pool), 16384)) {
      SocketAddress address = proxy.address("alpha");
      long quiet = p99Micros(address, PLAIN, i -> new Plain(address, i));
      long mixed =
          p99Micros(address, PLAIN + TRANSACTIONS + WAITING, i -> newClient(address, i % 5, i));
      System.err.printf(
          "  p99 of plain requests: %d µs alone, %d µs among the others%n", quiet, mixed);
      servers.forEach(MixedClientsIT::awaitNobodyLeft);
    } finally {
      servers.forEach(RedisServer::close);
    }
  }

  private Client newClient(SocketAddress address, int kind, int id) {
    return switch (kind) {
      case 0 -> new Transactions(address, id);
      case 1 -> new Waiting(address, id);
      default -> new Plain(address, id);
    };
  }

  private static void awaitNobodyLeft(RedisServer server) {
    Awaitility.await("nobody waits")
        .until(() -> server.command("INFO", "clients").contains("blocked_clients:0\r"));
    int connections = server.command("CLIENT", "LIST").split("\n", -1).length - 3;
    assertThat(connections).isLessThanOrEqualTo(WORKERS * MOST_KEPT);
  }

  private long p99Micros(SocketAddress address, int clients, IntFunction<Client> newClient)
      throws Exception {
    plainNanos.clear();
    long end = System.nanoTime() + LENGTH.toNanos();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<?>>();
      for (int i = 0; i < clients; i++) {
        Client client = newClient.apply(i);
        running.add(threads.submit(() -> client.run(end)));
      }
      for (Future<?> one : running) {
        one.get();
      }
    }
    List<Long> sorted = plainNanos.stream().sorted().toList();
    assertThat(sorted).as("plain requests at " + address).hasSizeGreaterThan(PLAIN);
    return sorted.get(sorted.size() * 99 / 100) / 1000;
  }

  /** Speaks and listens, a byte per character. */
  private static final class Wire implements AutoCloseable {
    private final Socket socket = new Socket();
    private final InputStream in;

    Wire(SocketAddress address) throws IOException {
      socket.connect(address);
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream());
    }

    void send(String... words) throws IOException {
      socket.getOutputStream().write(Resp.command(words).getBytes(ISO_8859_1));
    }

    String say(String... words) throws IOException {
      send(words);
      return read();
    }

    /** A value without its line ends, the elements of an array in brackets. */
    String read() throws IOException {
      String line = line();
      return switch (line.charAt(0)) {
        case '$' -> line.equals("$-1") ? "nil" : line();
        case '*' -> elements(Integer.parseInt(line.substring(1)));
        default -> line;
      };
    }

    private String elements(int count) throws IOException {
      var values = new ArrayList<String>();
      for (int i = 0; i < count; i++) {
        values.add(read());
      }
      return count < 0 ? "nil" : values.toString();
    }

    private String line() throws IOException {
      var line = new StringBuilder();
      for (int b = in.read(); b != '\n'; b = in.read()) {
        if (b < 0) {
          throw new EOFException("the proxy closed after '" + line + "'");
        }
        line.append((char) b);
      }
      return line.substring(0, line.length() - 1);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /** One client after the other of the same name. */
  private abstract class Client {
    final SocketAddress address;
    final String key;
    final Random random;
    private final long pauseNanos;
    private int words;

    Client(SocketAddress address, String kind, int id, Duration pause) {
      this.address = address;
      this.key = kind + "{" + id + "}";
      this.random = new Random(seed + id);
      this.pauseNanos = pause.toNanos();
    }

    /** Nobody else says this. */
    String newWord() {
      words++;
      return key + ":" + words;
    }

    Void run(long end) throws IOException {
      while (System.nanoTime() < end) {
        try (var wire = new Wire(address)) {
          for (int i = random.nextInt(30); i > 0 && System.nanoTime() < end; i--) {
            visit(wire);
            LockSupport.parkNanos(random.nextLong(2 * pauseNanos));
          }
          goInTheMiddle(wire);
        }
      }
      return null;
    }

    abstract void visit(Wire wire) throws IOException;

    /** Says something whose answer it will not hear. */
    abstract void goInTheMiddle(Wire wire) throws IOException;
  }

  private final class Plain extends Client {
    Plain(SocketAddress address, int id) {
      super(address, "plain", id, Duration.ofMillis(100));
    }

    @Override
    void visit(Wire wire) throws IOException {
      String word = newWord();
      long start = System.nanoTime();
      assertThat(wire.say("SET", key, word)).isEqualTo("+OK");
      plainNanos.add(System.nanoTime() - start);
      assertThat(wire.say("GET", key)).isEqualTo(word);
    }

    @Override
    void goInTheMiddle(Wire wire) throws IOException {
      wire.send("GET", key);
    }
  }

  private final class Transactions extends Client {
    Transactions(SocketAddress address, int id) {
      super(address, "transaction", id, Duration.ofMillis(100));
    }

    @Override
    void visit(Wire wire) throws IOException {
      String word = newWord();
      boolean watches = random.nextBoolean();
      if (watches) {
        assertThat(wire.say("WATCH", key)).isEqualTo("+OK");
      }
      wire.send("MULTI");
      wire.send("SET", key, word);
      wire.send("GET", key);
      wire.send("EXEC");
      assertThat(wire.read() + wire.read() + wire.read()).isEqualTo("+OK+QUEUED+QUEUED");
      assertThat(wire.read()).isEqualTo("[+OK, " + word + "]");
    }

    @Override
    void goInTheMiddle(Wire wire) throws IOException {
      switch (random.nextInt(4)) {
        case 0 -> wire.send("WATCH", key);
        case 1 -> wire.say("WATCH", key);
        case 2 -> wire.send("MULTI");
        default -> {
          wire.send("MULTI");
          wire.send("GET", key);
          wire.send("EXEC");
        }
      }
    }
  }

  private final class Waiting extends Client {
    Waiting(SocketAddress address, int id) {
      super(address, "queue", id, Duration.ofMillis(200));
    }

    @Override
    void visit(Wire wire) throws IOException {
      String queue = newWord(); // not an earlier one: who has gone may still be waiting there
      try (var other = new Wire(address)) {
        wire.send("BLPOP", queue, "0");
        LockSupport.parkNanos(random.nextLong(Duration.ofMillis(20).toNanos()));
        assertThat(other.say("RPUSH", queue, "for " + queue)).isEqualTo(":1");
        assertThat(wire.read()).isEqualTo("[" + queue + ", for " + queue + "]");
      }
    }

    @Override
    void goInTheMiddle(Wire wire) throws IOException {
      wire.send("BLPOP", newWord(), "0");
    }
  }
}
