// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.channel.uring.IoUring;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import io.nutcracker.testing.MemcachedServer;
import io.nutcracker.testing.RedisServer;
import io.nutcracker.testing.Resp;
import io.nutcracker.testing.SubjectProxy;
import io.nutcracker.testing.TestPool;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a worker's thread allocates on the heap while it serves requests. */
@ParameterizedClass
@MethodSource("io.nutcracker.testing.SubjectProxy#everyTransport")
record AllocationIT(SubjectProxy.Starter kind) {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int FEW = 8;
  private static final int MANY = 64;

  /** Until the data path is compiled. */
  private static final int WARM_UP_BATCHES = 2000;

  private static final int BATCHES = 1000;

  private static final int READS_PER_BATCH = 5;

  /** Of the objects for a read, and for the poll before it. */
  private static final int IO_URING_READ_BYTES = 200;

  private static final String MEMCACHED_SET = "set a 0 0 5\r\nvalue\r\n";

  @BeforeEach
  void watchNoBuffers() {
    ResourceLeakDetector.setLevel(Level.DISABLED);
  }

  @AfterEach
  void watchAllBuffers() {
    ResourceLeakDetector.setLevel(Level.PARANOID);
  }

  @Test
  void getAllocatesNothing() throws IOException {
    assertRedisAllocatesNothing(Resp.command("GET", "a"), "$5\r\nvalue\r\n");
  }

  @Test
  void setAllocatesNothing() throws IOException {
    assertRedisAllocatesNothing(Resp.command("SET", "a", "value"), "+OK\r\n");
  }

  @Test
  void splitMgetAllocatesNothing() throws IOException {
    assertRedisAllocatesNothing(Resp.command("MGET", "a", "b"), "*2\r\n$5\r\nvalue\r\n$-1\r\n");
  }

  @Test
  void memcachedGetAllocatesNothing() throws IOException {
    assertMemcachedAllocatesNothing("get a\r\n", "VALUE a 0 5\r\nvalue\r\nEND\r\n", 1);
  }

  @Test
  void memcachedSetAllocatesNothing() throws IOException {
    assertMemcachedAllocatesNothing(MEMCACHED_SET, "STORED\r\n", 1);
  }

  @Test
  void memcachedSplitGetAllocatesNothing() throws IOException {
    assertMemcachedAllocatesNothing("get a b\r\n", "VALUE a 0 5\r\nvalue\r\nEND\r\n", 2);
  }

  private void assertRedisAllocatesNothing(String request, String reply) throws IOException {
    try (var s1 = RedisServer.start();
        var s2 = RedisServer.start()) {
      var pool = TestPool.redis("alpha", List.of(s1.poolEntry("s1"), s2.poolEntry("s2")));
      var set = Resp.command("SET", "a", "value");
      assertAllocatesNothing(pool, set, "+OK\r\n", request, reply, 0);
    }
  }

  /**
   * memcached sends each response to a get by itself, so that each may take a read of its own: of a
   * split get the response of each server.
   */
  private void assertMemcachedAllocatesNothing(String request, String reply, int responses)
      throws IOException {
    try (var s1 = MemcachedServer.start();
        var s2 = MemcachedServer.start()) {
      var pool = TestPool.memcached("alpha", List.of(s1.poolEntry("s1"), s2.poolEntry("s2")));
      assertAllocatesNothing(pool, MEMCACHED_SET, "STORED\r\n", request, reply, responses);
    }
  }

  /** Batches of few and of many requests cost the same, and that is little. */
  private void assertAllocatesNothing(
      TestPool pool, String set, String stored, String request, String reply, int readsPerRequest)
      throws IOException {
    // On a busy machine requests are slow, and the slow log is allowed to tell of some.
    var quiet = pool.with("latency_tracking", "true").with("slowlog_max_len", "0");
    try (var proxy = SubjectProxy.with(1, kind.transport()).start(List.of(quiet), 16384)) {
      run(proxy, set, stored, 1, 1);
      run(proxy, request, reply, MANY, WARM_UP_BATCHES);
      var few = bytesPerBatch(proxy, request, reply, FEW);
      var many = bytesPerBatch(proxy, request, reply, MANY);
      assertThat((many - few) / (MANY - FEW))
          .as("bytes per request")
          .isLessThan(0.5 + bytesOfReads(readsPerRequest));
      assertThat(many)
          .as("bytes per batch")
          .isLessThan(10 + bytesOfReads(READS_PER_BATCH + readsPerRequest * MANY));
    }
  }

  /** Netty makes an object for each operation it submits to io_uring. */
  private int bytesOfReads(int reads) {
    return isIoUring() ? reads * IO_URING_READ_BYTES : 0;
  }

  private boolean isIoUring() {
    return switch (kind.transport()) {
      case IO_URING -> true;
      case AUTO -> IoUring.isAvailable();
      case EPOLL, NIO -> false;
    };
  }

  /** Of a client that is connected already: what a connection costs is paid once. */
  private static double bytesPerBatch(
      SubjectProxy proxy, String request, String reply, int requests) throws IOException {
    try (var socket = connect(proxy)) {
      exchange(socket, request, reply, requests, BATCHES / 4);
      var worker = worker();
      var before = THREADS.getThreadAllocatedBytes(worker);
      exchange(socket, request, reply, requests, BATCHES);
      return (THREADS.getThreadAllocatedBytes(worker) - before) / (double) BATCHES;
    }
  }

  private static void run(
      SubjectProxy proxy, String request, String reply, int requests, int batches)
      throws IOException {
    try (var socket = connect(proxy)) {
      exchange(socket, request, reply, requests, batches);
    }
  }

  private static Socket connect(SubjectProxy proxy) throws IOException {
    var socket = new Socket();
    socket.connect(proxy.address("alpha"));
    socket.setTcpNoDelay(true);
    return socket;
  }

  private static void exchange(
      Socket socket, String request, String reply, int requests, int batches) throws IOException {
    var batch = request.repeat(requests).getBytes(US_ASCII);
    var replies = reply.repeat(requests).getBytes(US_ASCII);
    for (int i = 0; i < batches; i++) {
      socket.getOutputStream().write(batch);
      if (!Arrays.equals(socket.getInputStream().readNBytes(replies.length), replies)) {
        throw new AssertionError("another reply than " + reply);
      }
    }
  }

  /** The proxy's only worker: the youngest, if others are just ending. */
  private static long worker() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("worker-"))
        .mapToLong(Thread::threadId)
        .max()
        .orElseThrow();
  }
}
