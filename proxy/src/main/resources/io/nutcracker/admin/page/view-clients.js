// SPDX-License-Identifier: Apache-2.0

// Who is connected to a pool.

import { h } from "./dom.js";
import { count, duration, plural } from "./format.js";
import { filterField } from "./parts.js";
import { poll } from "./poll.js";
import { fieldBar, withPool } from "./pool-choice.js";
import { Table } from "./table.js";

const text = (name, label, width, of = (row) => row[name]) => ({ name, label, width, value: of, text: of });

const number = (name, label, width, format = count) => ({
  name,
  label,
  width,
  isNumber: true,
  value: (row) => row[name],
  text: (row) => format(row[name]),
});

const COLUMNS = [
  number("id", "Id", 9),
  text("addr", "Address", 24),
  text("name", "Name", 20),
  text("user", "User", 14),
  text("library", "Library", 22),
  number("age", "Connected for", 14, duration),
  number("db", "Database", 10),
  number("resp", "RESP", 7),
];

export function clientsView(context) {
  return withPool(context, (pool) => {
    const table = new Table({ caption: "Clients", columns: COLUMNS, sort: "age", descending: true });
    const total = h("p", { class: "quiet" });
    let filter = "";
    let told = { total: 0, clients: [] };
    const show = () => {
      const rows = told.clients.filter((row) => row.searched.includes(filter));
      table.setRows(rows, told.clients.length ? "No client holds that." : nobody(told.total));
    };
    fieldBar(context.main).append(
      filterField("Clients that hold", (value) => {
        filter = value;
        show();
      }),
    );
    context.main.append(total, table.element);
    return poll("clients", 2000, (json) => {
      const found = json.pools.find((each) => each.name === pool) ?? { total: 0, clients: [] };
      told = { total: found.total, clients: found.clients.map(toRow) };
      const shown = told.clients.length;
      total.textContent =
        shown && shown < told.total
          ? `${plural(told.total, "client")}; the ${count(shown)} that came first are shown.`
          : plural(told.total, "client");
      show();
    });
  });
}

function nobody(total) {
  return total ? "Clients of memcached say nothing of themselves; they are only counted." : "Nobody is connected.";
}

function toRow(client) {
  const library = `${client["lib-name"]} ${client["lib-ver"]}`.trim();
  const searched = `${client.addr} ${client.name} ${client.user} ${library}`.toLowerCase();
  return { ...client, library, searched };
}
