// SPDX-License-Identifier: Apache-2.0

/**
 * The load generator for memcached that {@code benchmarks/compare} uses, since no packaged one
 * pipelines and tells percentiles. It needs nothing but the JDK, so that it runs from its source.
 */
@NullMarked
package io.nutcracker.benchmarks.memcached;

import org.jspecify.annotations.NullMarked;
