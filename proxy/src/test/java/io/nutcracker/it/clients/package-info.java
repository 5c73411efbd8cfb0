// SPDX-License-Identifier: Apache-2.0

/**
 * The clients that people use, each trying what they use it for, through the proxy and past it.
 * What they can do stands in {@code docs/clients.md}, and these tests keep it true. Clients in
 * other languages have their programs under {@code src/test/resources/clients}.
 */
@NullMarked
package io.nutcracker.it.clients;

import org.jspecify.annotations.NullMarked;
