// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class that leaves Netty buffers behind. JUnit applies it to every class by itself
 * (service file and {@code junit-platform.properties}).
 */
public final class NoBufferLeaks implements AfterAllCallback {
  /** One round collects what is unreachable; a second one what only the first made so. */
  private static final int ROUNDS = 2;

  private static final int PATIENCE_MS = 10_000;

  @Override
  public void afterAll(ExtensionContext context) throws InterruptedException {
    assertThat(leaks()).as("leaked buffers").isEmpty();
  }

  static List<String> leaks() throws InterruptedException {
    for (int round = 0; round < ROUNDS; round++) {
      collectGarbage();
      Unpooled.directBuffer(1).release(); // The detector reports when the next buffer is made.
    }
    return RecordingLeakDetector.takeReports();
  }

  /** Returns when the collector has run and has handed over what it found. */
  private static void collectGarbage() throws InterruptedException {
    var collected = new ReferenceQueue<Object>();
    var canary = new WeakReference<>(new Object(), collected);
    System.gc();
    assertThat(collected.remove(PATIENCE_MS)).as("a collected object").isSameAs(canary);
  }
}
