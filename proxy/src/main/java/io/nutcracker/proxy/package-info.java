// SPDX-License-Identifier: Apache-2.0

/**
 * The data path from client to server and back.
 *
 * <pre>
 *             queue of the client              queue of the server connection
 *             ┌───┬───┬───┬───┐                ┌───┬───┬───┐
 *  client ──► │ 4 │ 3 │ 2 │ 1 │ ── forward ──► │ 2 │ ✝ │ 1 │ ──► server
 *             └───┴───┴───┴─┬─┘                └───┴───┴─┬─┘
 *         ◄──── responses ──┘ ◄────── onResponse ────────┘ ◄──
 * </pre>
 *
 * <p>A {@link io.nutcracker.proxy.ClientRequest} stands in both queues; a place whose client has
 * gone, or whose time was up (✝), swallows the response that belongs to it. Everything here but
 * {@link io.nutcracker.proxy.Proxy} runs on the event loop of one {@link
 * io.nutcracker.proxy.Worker}.
 */
@NullMarked
package io.nutcracker.proxy;

import org.jspecify.annotations.NullMarked;
