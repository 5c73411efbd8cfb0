// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

/** A key with a long request or response. */
record BigKey(String key, long bytes, long atMillis) {}
