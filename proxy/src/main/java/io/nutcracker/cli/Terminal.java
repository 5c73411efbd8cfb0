// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.cli;

import java.io.InputStream;
import java.io.PrintStream;

/** The three standard streams, so that tests can have their own. */
public record Terminal(InputStream in, PrintStream out, PrintStream err) {}
