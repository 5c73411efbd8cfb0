// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.cli;

/** Where the demo's proxy listens; 0 lets the system choose. */
record DemoPorts(int redis, int memcached, int stats) {}
