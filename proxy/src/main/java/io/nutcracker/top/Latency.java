// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

/** How long requests were at the server in the last minute, in microseconds. */
record Latency(long p50, long p99, long longest) {}
