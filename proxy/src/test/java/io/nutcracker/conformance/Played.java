// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.conformance;

import java.util.List;
import java.util.Map;

/**
 * What a transcript led to.
 *
 * @param data what each server, by name, then stored
 */
record Played(List<Outcome> outcomes, Map<String, List<String>> data) {}
