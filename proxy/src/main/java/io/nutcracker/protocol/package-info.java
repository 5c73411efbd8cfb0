// SPDX-License-Identifier: Apache-2.0

/**
 * What the data path asks of a protocol, whichever it is: to find where a response ends, to divide
 * a request over servers, and to make one response of their responses.
 */
@NullMarked
package io.nutcracker.protocol;

import org.jspecify.annotations.NullMarked;
