// SPDX-License-Identifier: Apache-2.0

/**
 * Load generators: one for memcached, since no packaged one pipelines and tells percentiles, and
 * one for Redis that keeps to a rate, since redis-benchmark does not. They need nothing but the
 * JDK, so that {@code benchmarks/compare} and {@code benchmarks/costs} can run them from their
 * source.
 */
@NullMarked
package io.nutcracker.benchmarks.load;

import org.jspecify.annotations.NullMarked;
