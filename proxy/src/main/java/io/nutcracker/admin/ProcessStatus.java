// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

/**
 * The process as it is now.
 *
 * @param startedMillis since the epoch
 * @param cpuMillis on all processors since the start; 0 where the system does not tell
 * @param clientLimit how many clients there is room for, in all pools
 * @param memoryUsed bytes of buffers that hold something
 * @param memoryLimit what {@code max_memory} allows of that
 * @param buffers bytes that the system has given for buffers, whether they hold something or not
 */
public record ProcessStatus(
    String version,
    long startedMillis,
    int workers,
    long cpuMillis,
    int clientLimit,
    long memoryUsed,
    long memoryLimit,
    long buffers) {}
