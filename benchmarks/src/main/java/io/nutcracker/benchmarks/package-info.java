// SPDX-License-Identifier: Apache-2.0

/**
 * What one request costs, step by step: JMH benchmarks of the parts of the data path that need no
 * socket. Whole proxies are compared by the script {@code benchmarks/compare}; {@code
 * docs/performance.md} explains both.
 */
@NullMarked
package io.nutcracker.benchmarks;

import org.jspecify.annotations.NullMarked;
