// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.top;

/**
 * Why there is nothing new.
 *
 * @param reason as the end of a sentence that begins with the address
 */
record Trouble(String reason, long sinceMillis) {}
