// SPDX-License-Identifier: Apache-2.0

/**
 * Conformance by equivalence: the same bytes go to the C program (the reference) and to ours (the
 * subject) over the same real servers; what clients receive and what servers store must be equal.
 *
 * <p>What is sent lies in {@code transcripts/redis/*.txt}; the notation is explained at {@link
 * io.nutcracker.conformance.TranscriptParser}. What differs on purpose is one line each in {@code
 * intended-differences.tsv}.
 *
 * <p>Of memcached the C program serves so little that memcached itself is the reference: {@code
 * transcripts/memcached} goes to it directly and through a pool of one server. {@code
 * transcripts/memcached-pools} is what the C program serves as well.
 */
@NullMarked
package io.nutcracker.conformance;

import org.jspecify.annotations.NullMarked;
