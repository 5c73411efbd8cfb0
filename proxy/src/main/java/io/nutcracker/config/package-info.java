// SPDX-License-Identifier: Apache-2.0

/**
 * The configuration file: records, YAML loading and validation. Everything here happens before the
 * first socket is opened.
 */
@NullMarked
package io.nutcracker.config;

import org.jspecify.annotations.NullMarked;
