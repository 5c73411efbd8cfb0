// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.testing;

import io.netty.util.ResourceLeakDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Keeps Netty's leak reports for {@link NoBufferLeaks}. Netty finds this class by the system
 * property {@code io.netty.customResourceLeakDetector}, set in the build for every test.
 */
public final class RecordingLeakDetector<T> extends ResourceLeakDetector<T> {
  private static final Queue<String> REPORTS = new ConcurrentLinkedQueue<>();

  /** The constructor Netty looks for. */
  public RecordingLeakDetector(Class<?> resourceType, int samplingInterval) {
    super(resourceType, samplingInterval);
  }

  /** An older form, which Netty looks for as well and logs an error when it is missing. */
  public RecordingLeakDetector(Class<?> resourceType, int samplingInterval, long unused) {
    this(resourceType, samplingInterval);
  }

  /** The leaks reported since the last call. */
  static List<String> takeReports() {
    var taken = new ArrayList<String>();
    for (var report = REPORTS.poll(); report != null; report = REPORTS.poll()) {
      taken.add(report);
    }
    return taken;
  }

  @Override
  protected boolean needReport() {
    return true;
  }

  @Override
  protected void reportTracedLeak(String resourceType, String records) {
    REPORTS.add(resourceType + " was not released: " + records);
  }

  @Override
  protected void reportUntracedLeak(String resourceType) {
    REPORTS.add(resourceType + " was not released");
  }
}
