// SPDX-License-Identifier: Apache-2.0

// From counters to what happens per second.

/** After a longer pause the mean would tell little of now. */
const LONGEST_MS = 10_000;

/** Remembers the last value of each counter; asked for each of them once per poll. */
export class Rates {
  #last = new Map();

  /** Null until there are two values, and when the proxy was started anew in between. */
  of(name, value, now) {
    const before = this.#last.get(name);
    this.#last.set(name, { value, now });
    if (!before || now <= before.now || now - before.now > LONGEST_MS || value < before.value) {
      return null;
    }
    return ((value - before.value) * 1000) / (now - before.now);
  }
}

/** The latest values, the oldest first. */
export class Recent {
  values = [];

  constructor(most) {
    this.most = most;
  }

  add(value) {
    this.values.push(value);
    if (this.values.length > this.most) {
      this.values.shift();
    }
  }
}

/** Requests that failed or connections that broke. */
export function errors(stats) {
  return stats.server_err + stats.server_timedout + stats.server_eof;
}
