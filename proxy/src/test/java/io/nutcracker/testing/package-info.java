// SPDX-License-Identifier: Apache-2.0

/**
 * What tests of a whole proxy stand on: real and scripted servers, the C program, ours, and plain
 * sockets to talk to all of them. Bytes are written as strings of one character per byte
 * (ISO-8859-1), so that assertions read well.
 */
@NullMarked
package io.nutcracker.testing;

import org.jspecify.annotations.NullMarked;
