// SPDX-License-Identifier: Apache-2.0

// The slow requests of a pool, and where their time went.

import { count, latency, moment } from "./format.js";
import { filterField, SWITCHED_OFF } from "./parts.js";
import { poll } from "./poll.js";
import { fieldBar, withPool } from "./pool-choice.js";
import { Table } from "./table.js";

const text = (name, label, width, of) => ({ name, label, width, value: of, text: of });

const time = (name, label, title) => ({
  name,
  label,
  width: 11,
  title,
  isNumber: true,
  value: (row) => row[name],
  text: (row) => latency(row[name]),
});

const COLUMNS = [
  { name: "id", label: "No.", width: 9, isNumber: true, value: (row) => row.id, text: (row) => count(row.id) },
  { name: "at_ms", label: "At", width: 12, isNumber: true, value: (row) => row.at_ms, text: (row) => moment(row.at_ms) },
  text("command", "Command", 34, (row) => row.words),
  text("server", "Server", 16, (row) => row.server),
  time("total", "Took"),
  time("waiting_us", "In proxy", "waiting to be sent, or for an earlier response"),
  time("server_us", "At server", "at the server, the network included"),
  time("client_us", "To client", "on the way to the client"),
  text("client", "Asked by", 24, (row) => row.who),
];

export function slowlogView(context) {
  return withPool(context, (pool) => {
    const table = new Table({ caption: "Slow requests", columns: COLUMNS, sort: "id", descending: true });
    let filter = "";
    let rows = [];
    const nothing = () =>
      context.overview.isTracked(pool) ? "No request was slow enough for the log." : SWITCHED_OFF;
    const show = () =>
      table.setRows(
        rows.filter((row) => row.searched.includes(filter)),
        rows.length ? "No slow request holds that." : nothing(),
      );
    fieldBar(context.main).append(
      filterField("Requests that hold", (value) => {
        filter = value;
        show();
      }),
    );
    context.main.append(table.element);
    return poll("slowlog", 2000, (json) => {
      rows = (json.pools[pool] ?? []).map(toRow);
      show();
    });
  });
}

function toRow(slow) {
  const words = slow.command.join(" ");
  const who = slow.client_name ? `${slow.client_name} (${slow.client})` : slow.client;
  return {
    ...slow,
    words,
    who,
    total: slow.waiting_us + slow.server_us + slow.client_us,
    searched: `${words} ${slow.server} ${who}`.toLowerCase(),
  };
}
