// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.nutcracker.server.ServerPool;

/** A server pool as all workers share it. */
record SharedPool(ServerPool servers, Clients clients) {}
