// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What is known of the proxy as a whole.
 *
 * @param startedMillis tells one run from the next
 * @param cpuMillis time on processors since the start
 * @param obstacle why no client should be sent there; empty if they should
 */
record ProcessFigures(
    String version,
    OptionalLong startedMillis,
    OptionalDouble uptimeSeconds,
    OptionalLong workers,
    OptionalLong cpuMillis,
    OptionalLong memoryUsed,
    OptionalLong memoryLimit,
    OptionalLong clientLimit,
    String obstacle) {}
