// SPDX-License-Identifier: Apache-2.0

// One pool: its servers, its ring, and how long its requests take.

import { h, setText } from "./dom.js";
import { count, duration, latency, rate } from "./format.js";
import { LatencySection } from "./latency-section.js";
import { Bar, facts, filterField, inCell, serverColour, State } from "./parts.js";
import { poll } from "./poll.js";
import { fieldBar, withPool } from "./pool-choice.js";
import { errors, Rates } from "./rates.js";
import { Ring } from "./ring.js";
import { Table } from "./table.js";

export function poolView(context) {
  return withPool(context, (name) => {
    const view = new PoolView(context.main, name);
    const stops = [
      poll(
        `pools?pool=${encodeURIComponent(name)}`,
        1000,
        (json, now) => view.set(json.pools[0], now),
        (reason) => view.refused(reason),
      ),
      poll("latency", 5000, (json) => view.setLatency(json.pools.find((pool) => pool.name === name))),
      context.overview.subscribe(({ latest, pools }) => view.setTotals(latest, pools.get(name), name)),
      () => view.leave(),
    ];
    return () => stops.forEach((stop) => stop());
  });
}

const number = (name, label, text, width = 11, title = null) => ({
  name,
  label,
  width,
  title,
  isNumber: true,
  value: (row) => row[name],
  text: (row) => text(row[name]),
});

const COLUMNS = [
  { name: "name", label: "Server", width: 20, value: (row) => row.name, draw: drawName },
  { name: "address", label: "Address", width: 22, value: (row) => row.address, text: (row) => row.address },
  { name: "state", label: "State", width: 24, value: (row) => row.state, draw: drawState },
  { name: "share", label: "Share", width: 18, isNumber: true, value: (row) => row.share, draw: drawShare },
  number("requestRate", "Requests/s", rate, 12),
  {
    ...number("errorRate", "Errors/s", rate, 10),
    draw: (cell, row) => {
      setText(cell, rate(row.errorRate));
      cell.classList.toggle("alarming", row.errorRate > 0);
    },
  },
  number("inQueue", "In queue", count, 10, "requests that wait to be sent"),
  number("outQueue", "Out queue", count, 11, "requests that were sent and not yet answered"),
  number("p99", "p99", latency, 10, "time at the server that 99 of 100 requests took at most in the last minute"),
];

/** A server's name with the colour that it has in the ring. */
class ServerName {
  #swatch = h("span", { class: "swatch", "aria-hidden": "true" });
  #name = h("span");
  element = h("span", {}, this.#swatch, this.#name);

  set({ name, index, state }) {
    this.#swatch.style.background = state === "up" ? serverColour(index) : "";
    setText(this.#name, name);
  }
}

function drawName(cell, row) {
  inCell(cell, ServerName).set(row);
  cell.title = row.name;
}

function drawState(cell, row) {
  const back = row.returnsInMs === undefined ? "" : `, back in ${duration(Math.ceil(row.returnsInMs / 1000))}`;
  inCell(cell, State).set(row.state === "up", row.state + back);
}

function drawShare(cell, row) {
  inCell(cell, Bar).set(row.share, row.mostShare);
}

class PoolView {
  #rates = new Rates();
  #p99 = new Map();
  #filter = "";
  #rows = [];
  #ring = new Ring();
  #table = new Table({ caption: "Servers", columns: COLUMNS, sort: "name", empty: "No server's name or address holds that." });
  #latency;
  #facts = facts({
    requests: "Requests/s",
    errors: "Errors/s",
    clients: "Clients",
    forward: "Failed requests",
    ejects: "Ejections",
    listen: "Listens at",
    placed: "Keys are placed by",
  });

  constructor(main, name) {
    this.#latency = new LatencySection(name);
    this.problem = h("p", { class: "problem", role: "alert", hidden: true });
    fieldBar(main).append(filterField("Servers that hold", (text) => this.#setFilter(text)));
    main.append(
      this.problem,
      h("section", { class: "panel pool-head", "aria-label": `Pool ${name}` }, this.#ring.element, this.#facts.element),
      h("h2", {}, "Servers"),
      this.#table.element,
      this.#latency.element,
    );
  }

  refused(reason) {
    this.problem.hidden = false;
    this.problem.textContent = reason;
  }

  set(pool, now) {
    this.problem.hidden = true;
    this.#facts.set("listen", `${pool.listen} (${pool.protocol})`);
    this.#facts.set("placed", `${pool.hash}, ${pool.distribution}`);
    const most = Math.max(...pool.servers.map((server) => server.share ?? 0));
    this.#rows = pool.servers.map((server, index) => this.#row(server, index, most, now));
    this.#ring.set(pool.servers);
    this.#show();
  }

  #row(server, index, mostShare, now) {
    const { name, address, state, share, stats } = server;
    return {
      index,
      name,
      address,
      state,
      share,
      mostShare,
      returnsInMs: server.returns_in_ms,
      requestRate: this.#rates.of(`${name} requests`, stats.requests, now),
      errorRate: this.#rates.of(`${name} errors`, errors(stats), now),
      inQueue: stats.in_queue,
      outQueue: stats.out_queue,
      p99: this.#p99.get(name),
      rowClass: state === "up" ? "" : "ejected",
      searched: `${name} ${address} ${state}`.toLowerCase(),
    };
  }

  #setFilter(text) {
    this.#filter = text;
    this.#show();
  }

  #show() {
    this.#table.setRows(this.#rows.filter((row) => row.searched.includes(this.#filter)));
  }

  setTotals(latest, measured, name) {
    const pool = latest.pools.find((each) => each.name === name);
    if (!pool) {
      return;
    }
    this.#facts.set("requests", rate(measured.requests));
    this.#facts.set("errors", rate(measured.errors));
    this.#facts.at("errors").classList.toggle("alarming", measured.errors > 0);
    this.#facts.set("clients", count(pool.stats.client_connections));
    this.#facts.set("forward", count(pool.stats.forward_error));
    this.#facts.set("ejects", count(pool.stats.server_ejects));
  }

  setLatency(pool) {
    if (!pool) {
      return;
    }
    for (const [server, parts] of Object.entries(pool.servers)) {
      this.#p99.set(server, parts.server?.count ? parts.server.p99 : undefined);
    }
    this.#latency.set(pool);
  }

  leave() {
    this.#latency.leave();
  }
}
