// SPDX-License-Identifier: Apache-2.0

// The keys that are asked for most, and those with the largest values.

import { h } from "./dom.js";
import { bytes, count, moment } from "./format.js";
import { Bar, inCell, SWITCHED_OFF } from "./parts.js";
import { poll } from "./poll.js";
import { address, withPool } from "./pool-choice.js";
import { Table } from "./table.js";

export function keysView(context) {
  return withPool(context, (pool) => {
    const hot = new Table({ caption: "Hot keys", columns: hotColumns(pool), sort: "share", descending: true });
    const big = new Table({ caption: "Big values", columns: bigColumns(pool), sort: "bytes", descending: true });
    const sampled = h("p", { class: "quiet" });
    context.main.append(
      h("h2", {}, "Hot keys, last minute"),
      sampled,
      hot.element,
      h("h2", {}, "Big values, since the start"),
      big.element,
    );
    const nothing = (why) => (context.overview.isTracked(pool) ? why : SWITCHED_OFF);
    const noBig = "No request or response was large enough yet.";
    const stops = [
      poll("hotkeys", 2000, (json) => showHot(json.pools[pool], hot, sampled, nothing)),
      poll("bigkeys", 2000, (json) => big.setRows(json.pools[pool] ?? [], nothing(noBig))),
    ];
    return () => stops.forEach((stop) => stop());
  });
}

function showHot(told, table, sampled, nothing) {
  const keys = told?.keys ?? [];
  const most = keys[0]?.share ?? 1;
  const every = told?.sampled_every ?? 0;
  sampled.textContent =
    every > 0
      ? `One request in ${count(every)} is looked at; ${count(told.samples)} were in the last minute. The figures are estimates.`
      : "";
  table.setRows(
    keys.map((key) => ({ ...key, most })),
    nothing(every > 0 ? "No key was asked for in the last minute." : "hotkeys_sample: 0 turns this off."),
  );
}

const keyColumn = (pool) => ({
  name: "key",
  label: "Key",
  width: 40,
  value: (row) => row.key,
  draw: (cell, row) => inCell(cell, KeyLink).set(pool, row.key),
});

/** Leads to where the key goes. */
class KeyLink {
  element = h("a");

  set(pool, key) {
    if (this.element.textContent !== key) {
      this.element.textContent = key;
      this.element.href = address("route", pool, key);
      this.element.title = `Where does ${key} go?`;
    }
  }
}

function hotColumns(pool) {
  return [
    keyColumn(pool),
    { name: "requests", label: "Requests", width: 14, isNumber: true, value: (row) => row.requests, text: (row) => count(row.requests) },
    {
      name: "share",
      label: "Of all requests",
      width: 24,
      isNumber: true,
      value: (row) => row.share,
      draw: (cell, row) => inCell(cell, Bar).set(row.share, row.most),
    },
  ];
}

function bigColumns(pool) {
  return [
    keyColumn(pool),
    { name: "bytes", label: "Size", width: 14, isNumber: true, value: (row) => row.bytes, text: (row) => bytes(row.bytes) },
    { name: "at_ms", label: "Seen", width: 24, isNumber: true, value: (row) => row.at_ms, text: (row) => moment(row.at_ms) },
  ];
}
