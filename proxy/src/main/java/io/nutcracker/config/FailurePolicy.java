// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

/** What becomes of the keys of an ejected server. */
public enum FailurePolicy {
  /** As twemproxy: the other servers take them over. Good for caches. */
  REHASH("rehash"),
  /** They keep their server, and requests for them fail at once. For data that is nowhere else. */
  FAIL_FAST("fail_fast");

  private final String configName;

  FailurePolicy(String configName) {
    this.configName = configName;
  }

  /** The policy's name in the configuration file. */
  public String configName() {
    return configName;
  }
}
