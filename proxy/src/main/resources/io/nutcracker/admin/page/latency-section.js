// SPDX-License-Identifier: Apache-2.0

// The latencies of a pool: a row of charts per group of commands, one per part, and the last minute as a table.

import { LatencyChart } from "./charts.js";
import { h, setText } from "./dom.js";
import { count, latency } from "./format.js";
import { SWITCHED_OFF } from "./parts.js";
import { Table } from "./table.js";

const PARTS = {
  waiting: "waiting in the proxy",
  server: "at the server",
  client: "on the way to the client",
};

const figure = (name, label) => ({
  name,
  label,
  width: 11,
  isNumber: true,
  value: (row) => row[name],
  text: (row) => latency(row[name]),
});

const COLUMNS = [
  { name: "group", label: "Commands", width: 16, value: (row) => row.group, text: (row) => row.group },
  { name: "part", label: "Part", width: 24, value: (row) => row.part, text: (row) => row.part },
  { name: "count", label: "Requests", width: 11, isNumber: true, value: (row) => row.count, text: (row) => count(row.count) },
  figure("p50", "p50"),
  figure("p90", "p90"),
  figure("p99", "p99"),
  figure("p999", "p99.9"),
  figure("p9999", "p99.99"),
  figure("max", "longest"),
];

export class LatencySection {
  #pool;
  #charts = new Map();
  #groups = h("div");
  #table = new Table({ caption: "Latencies of the last minute", columns: COLUMNS, sort: "group" });
  #early = h("p", { class: "quiet" });
  element = h(
    "section",
    {},
    h("h2", {}, "Latency, last 15 minutes"),
    this.#early,
    this.#groups,
    h("h2", {}, "Latency, last minute"),
    this.#table.element,
  );

  constructor(pool) {
    this.#pool = pool;
  }

  /** Takes a pool as /latency has it. */
  set({ groups, latency_tracking: isTracked }) {
    const rows = [];
    let drawn = false;
    for (const [group, parts] of Object.entries(groups)) {
      for (const part of Object.keys(PARTS).filter((each) => parts[each])) {
        rows.push({ ...parts[part], group: named(group), part: PARTS[part] });
        if (parts[part].points.length) {
          drawn = true;
          this.#chart(group, part).set(parts[part].points);
        }
      }
    }
    setText(this.#early, isTracked ? "The first point comes after ten seconds of requests." : SWITCHED_OFF);
    this.#early.hidden = drawn;
    this.#table.setRows(rows, isTracked ? "No requests yet." : SWITCHED_OFF);
  }

  #chart(group, part) {
    const key = `${group} ${part}`;
    if (!this.#charts.has(key)) {
      const chart = new LatencyChart(PARTS[part], this.#pool);
      this.#charts.set(key, chart);
      this.#row(group).append(chart.element);
    }
    return this.#charts.get(key);
  }

  #row(group) {
    const known = [...this.#groups.children].find((each) => each.dataset.group === group);
    if (known) {
      return known.querySelector(".charts");
    }
    const row = h("div", { class: "charts" });
    this.#groups.append(h("section", { "data-group": group }, h("h3", {}, named(group)), row));
    return row;
  }

  leave() {
    this.#charts.forEach((chart) => chart.leave());
  }
}

function named(group) {
  return group.replaceAll("_", " ");
}
