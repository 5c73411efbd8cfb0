// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.nutcracker.protocol.Coalescer;
import io.nutcracker.protocol.Fragments;
import java.util.function.Supplier;

/**
 * What a worker splits one protocol's requests with.
 *
 * @param <F> splits one request at a time
 * @param <C> merges the responses to one request's fragments
 */
final class Splitting<F extends Fragments, C extends Coalescer> {
  private final F fragmenter;
  private final FreeList<SplitRequest<C>> requests;

  Splitting(Worker worker, F fragmenter, Supplier<C> coalescers) {
    this.fragmenter = fragmenter;
    this.requests = new FreeList<>(() -> new SplitRequest<>(worker, this, coalescers.get()));
  }

  F fragmenter() {
    return fragmenter;
  }

  FreeList<SplitRequest<C>> requests() {
    return requests;
  }
}
