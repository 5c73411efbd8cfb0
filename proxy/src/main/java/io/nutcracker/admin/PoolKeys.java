// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import io.nutcracker.stats.BigKeys.BigKey;
import io.nutcracker.stats.HotKeys;
import java.util.List;

/**
 * What is known of a pool's keys.
 *
 * @param sampledEvery how many requests there are for one sample; 0 if none is taken
 */
public record PoolKeys(String pool, int sampledEvery, HotKeys hot, List<BigKey> big) {}
