// SPDX-License-Identifier: Apache-2.0

/**
 * Conformance by equivalence: the same bytes go to the C program (the reference) and to ours (the
 * subject) over the same real servers; what clients receive and what servers store must be equal.
 *
 * <p>What is sent lies in {@code transcripts/redis/*.txt}; the notation is explained at {@link
 * io.nutcracker.conformance.TranscriptParser}. What differs on purpose is one line each in {@code
 * intended-differences.tsv}.
 */
@NullMarked
package io.nutcracker.conformance;

import org.jspecify.annotations.NullMarked;
