// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it;

import java.net.SocketAddress;

/**
 * What a client of a {@link Load} is to do.
 *
 * @param client its number, which its keys and values name
 * @param longestPipeline of how many requests
 * @param leaves whether it goes away now and then, with requests under way
 * @param longestValue in bytes; one value in twenty is that long at most, the others are short
 * @param longestPauseMs between two pipelines
 */
record Errand(
    SocketAddress proxy,
    int client,
    long seed,
    int longestPipeline,
    boolean leaves,
    int longestValue,
    int longestPauseMs,
    Excuses excuses) {}
