// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * For test classes with so much traffic that the leak detector may not watch every use of every
 * buffer: it watches one buffer in a hundred, which finds any leak that repeats.
 */
public final class SampledLeaks implements BeforeAllCallback, AfterAllCallback {
  @Override
  public void beforeAll(ExtensionContext context) {
    ResourceLeakDetector.setLevel(Level.SIMPLE);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    ResourceLeakDetector.setLevel(Level.PARANOID);
  }
}
