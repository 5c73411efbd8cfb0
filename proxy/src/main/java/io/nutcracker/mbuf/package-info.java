// SPDX-License-Identifier: Apache-2.0

/**
 * Received and outgoing bytes, the part of twemproxy's mbufs that Netty's buffers do not do by
 * themselves.
 *
 * <p>Small messages are copied, because one contiguous write beats many small ones; large ones are
 * kept and forwarded as slices of the buffers they were read into. Every object here belongs to one
 * event loop. A buffer has one owner at a time: a method that is handed a buffer and says "takes
 * ownership" releases it, all others leave it alone.
 */
@NullMarked
package io.nutcracker.mbuf;

import org.jspecify.annotations.NullMarked;
