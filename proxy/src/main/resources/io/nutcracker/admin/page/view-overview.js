// SPDX-License-Identifier: Apache-2.0

// All pools at a glance, and the process that carries them.

import { h, setText } from "./dom.js";
import { bytes, count, latency, plural, rate } from "./format.js";
import { poll } from "./poll.js";
import { address } from "./pool-choice.js";
import { Bar, facts, Spark, State, SWITCHED_OFF } from "./parts.js";

export function overviewView({ main, overview, news }) {
  const process = processPanel();
  const cards = h("div", { class: "cards" });
  const changes = news.list();
  main.append(
    process.element,
    h("h2", {}, "Pools"),
    cards,
    h("h2", {}, "What has changed"),
    h("section", { class: "panel" }, changes.element),
  );
  const shown = new Map();
  const stops = [
    changes.stop,
    overview.subscribe(({ latest, pools }) => {
      process.set(latest);
      arrange(cards, shown, latest.pools.map((pool) => pool.name));
      latest.pools.forEach((pool) => shown.get(pool.name).set(pool, pools.get(pool.name)));
    }),
    poll("latency", 5000, (json) => json.pools.forEach((pool) => shown.get(pool.name)?.setLatency(pool.groups))),
  ];
  return () => stops.forEach((stop) => stop());
}

function arrange(cards, shown, names) {
  if (names.join("\n") !== [...shown.keys()].join("\n")) {
    shown.clear();
    names.forEach((name) => shown.set(name, new PoolCard(name)));
    cards.replaceChildren(...[...shown.values()].map((card) => card.element));
  }
}

function processPanel() {
  const list = facts({ ready: "Ready", clients: "Clients", memory: "Memory for buffers", workers: "Workers" });
  const ready = new State();
  const memory = new Bar();
  list.at("ready").replaceChildren(ready.element);
  list.at("memory").replaceChildren(memory.element);
  return {
    element: h("section", { class: "panel", "aria-label": "Process" }, list.element),
    set({ obstacle, process, pools }) {
      ready.set(!obstacle, obstacle || "yes");
      const clients = pools.reduce((sum, pool) => sum + pool.stats.client_connections, 0);
      list.set("clients", `${count(clients)} of ${count(process.client_limit)}`);
      memory.set(
        process.memory_used,
        process.memory_limit,
        `${bytes(process.memory_used)} of ${bytes(process.memory_limit)}`,
      );
      list.set("workers", count(process.workers));
    },
  };
}

class PoolCard {
  #state = new State();
  #requests = h("span", { class: "large" }, "–");
  #spark = new Spark();
  #facts = facts({ errors: "Errors/s", clients: "Clients", queued: "Under way" });
  #latency = h("tbody");
  #noLatency = h("p", { class: "quiet" });
  #latencyTable = h(
    "table",
    { class: "small", hidden: true },
    h("caption", {}, "Time at the servers, last minute"),
    h(
      "thead",
      {},
      h("tr", {}, ...["", "p50", "p99"].map((label, i) => h(i ? "th" : "td", i ? { scope: "col", class: "number" } : {}, label))),
    ),
    this.#latency,
  );

  constructor(name) {
    this.protocol = h("span", { class: "quiet" });
    this.element = h(
      "article",
      { class: "panel card" },
      h("header", {}, h("h3", {}, h("a", { href: address("pool", name) }, name)), this.protocol),
      this.#state.element,
      h("div", { class: "flow" }, h("p", {}, this.#requests, h("span", { class: "quiet" }, " requests/s")), this.#spark.element),
      this.#facts.element,
      this.#latencyTable,
      this.#noLatency,
    );
  }

  set(pool, measured) {
    setText(this.protocol, `${pool.protocol} · ${pool.listen}`);
    const ejected = pool.ejected.length;
    const up = pool.servers - ejected;
    this.#state.set(
      ejected === 0,
      ejected ? `${count(up)} of ${plural(pool.servers, "server")} up, ${names(pool.ejected)} ejected` : `${plural(pool.servers, "server")} up`,
    );
    setText(this.#noLatency, pool.latency_tracking ? "No latencies yet." : SWITCHED_OFF);
    setText(this.#requests, rate(measured.requests));
    this.#spark.set(measured.recent.values);
    this.#facts.set("errors", rate(measured.errors));
    this.#facts.at("errors").classList.toggle("alarming", measured.errors > 0);
    const limit = pool.client_limit ? ` of ${count(pool.client_limit)}` : "";
    this.#facts.set("clients", count(pool.stats.client_connections) + limit);
    this.#facts.set("queued", count(pool.stats.in_queue + pool.stats.out_queue));
  }

  setLatency(groups) {
    const rows = Object.entries(groups)
      .filter(([, parts]) => parts.server?.count > 0)
      .map(([group, { server }]) =>
        h(
          "tr",
          {},
          h("th", { scope: "row" }, group.replaceAll("_", " ")),
          h("td", { class: "number" }, latency(server.p50)),
          h("td", { class: "number" }, latency(server.p99)),
        ),
      );
    this.#latency.replaceChildren(...rows);
    this.#latencyTable.hidden = rows.length === 0;
    this.#noLatency.hidden = rows.length > 0;
  }
}

function names(ejected) {
  return ejected.length > 3 ? count(ejected.length) : ejected.join(", ");
}
