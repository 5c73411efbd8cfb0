// SPDX-License-Identifier: Apache-2.0

// What /overview has told, each second, as long as the page is open: whoever shows some of it asks here.

import { errors, Rates, Recent } from "./rates.js";

/** A minute of seconds for the small curves. */
const SAMPLES = 60;

export class Overview {
  latest = null;
  /** By pool: requests and errors per second, and what the former were like lately. */
  pools = new Map();

  #news;
  #rates = new Rates();
  #listeners = new Set();

  constructor(news) {
    this.#news = news;
  }

  /** Calls `listener` now, if there is anything, and each time there is more. */
  subscribe(listener) {
    this.#listeners.add(listener);
    if (this.latest) {
      listener(this);
    }
    return () => this.#listeners.delete(listener);
  }

  poolNames() {
    return this.latest ? this.latest.pools.map((pool) => pool.name) : [];
  }

  /** Whether the pool records latencies, keys and slow requests; yes as long as nothing is known. */
  isTracked(name) {
    return this.latest?.pools.find((pool) => pool.name === name)?.latency_tracking ?? true;
  }

  take(json, now) {
    const before = this.latest;
    this.latest = json;
    json.pools.forEach((pool) => this.#measure(pool, now));
    if (before) {
      this.#compare(before, json);
    }
    this.#listeners.forEach((listener) => listener(this));
  }

  #measure(pool, now) {
    if (!this.pools.has(pool.name)) {
      this.pools.set(pool.name, { requests: null, errors: null, recent: new Recent(SAMPLES) });
    }
    const measured = this.pools.get(pool.name);
    measured.requests = this.#rates.of(`${pool.name} requests`, pool.stats.requests, now);
    measured.errors = this.#rates.of(`${pool.name} errors`, errors(pool.stats), now);
    if (measured.requests !== null) {
      measured.recent.add(measured.requests);
    }
  }

  #compare(before, json) {
    if (before.process.started_ms !== json.process.started_ms) {
      this.#news.tell("note", "The proxy was started anew.");
      return;
    }
    for (const pool of json.pools) {
      const old = before.pools.find((each) => each.name === pool.name);
      if (old) {
        this.#tellDifference(pool.name, new Set(old.ejected), new Set(pool.ejected));
      }
    }
  }

  #tellDifference(pool, before, now) {
    const gone = [...now].filter((name) => !before.has(name));
    const back = [...before].filter((name) => !now.has(name));
    if (gone.length) {
      this.#news.tell("bad", `${pool}: ${some(gone)} ejected`);
    }
    if (back.length) {
      this.#news.tell("good", `${pool}: ${some(back)} back`);
    }
  }
}

/** A rack that loses its power has many names. */
function some(names) {
  const shown = names.slice(0, 5).join(", ");
  const more = names.length > 5 ? ` and ${names.length - 5} more` : "";
  return `${shown}${more} ${names.length === 1 ? "is" : "are"}`;
}
