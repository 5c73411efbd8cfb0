// SPDX-License-Identifier: Apache-2.0

/**
 * The whole proxy over real sockets, in each arrangement that {@link
 * io.nutcracker.testing.SubjectProxy#everyKind} names: what it promises to clients, whatever
 * clients and servers do.
 */
@NullMarked
package io.nutcracker.it;

import org.jspecify.annotations.NullMarked;
