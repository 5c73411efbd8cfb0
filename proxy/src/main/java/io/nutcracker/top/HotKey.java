// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

/** A key that was asked for often in the last minute; both figures are estimates. */
record HotKey(String key, long requests, double share) {}
