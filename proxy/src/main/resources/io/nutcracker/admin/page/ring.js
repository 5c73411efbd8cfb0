// SPDX-License-Identifier: Apache-2.0

// The continuum as a ring: each server's arc is as long as its share of all hashes.

import { h, svg } from "./dom.js";
import { plural, share } from "./format.js";
import { serverColour } from "./parts.js";

const RADIUS = 80;
const LENGTH = 2 * Math.PI * RADIUS;

export class Ring {
  #arcs = svg("g", { transform: "rotate(-90)" });
  #up = svg("text", { class: "ring-figure", y: 2 });
  #word = svg("text", { class: "ring-word", y: 24 });
  #svg = svg("svg", { class: "ring", viewBox: "-100 -100 200 200", role: "img" }, this.#arcs, this.#up, this.#word);
  #drawn = "";
  element = h("figure", { class: "ring-box" }, this.#svg);

  set(servers) {
    const key = servers.map((server) => `${server.name}:${server.share}:${server.state}`).join();
    if (key === this.#drawn) {
      return;
    }
    this.#drawn = key;
    const up = servers.filter((server) => server.state === "up").length;
    this.#up.textContent = `${up} of ${servers.length}`;
    this.#word.textContent = up === servers.length ? "servers up" : `up, ${servers.length - up} ejected`;
    this.#word.classList.toggle("bad", up < servers.length);
    const placed = servers.filter((server) => server.share !== undefined);
    this.#svg.setAttribute("aria-label", describe(placed, servers.length));
    this.#drawArcs(servers);
  }

  #drawArcs(servers) {
    const gap = servers.length > 1 && servers.length <= 40 ? 2 : 0;
    let at = 0;
    const arcs = [svg("circle", { class: "ring-empty", r: RADIUS })];
    servers.forEach((server, index) => {
      const length = (server.share ?? 0) * LENGTH;
      if (length > 0) {
        const shown = Math.max(length - gap, 0.1);
        const arc = svg(
          "circle",
          { class: "arc", r: RADIUS, "stroke-dasharray": `${shown} ${LENGTH - shown}`, "stroke-dashoffset": -at },
          svg("title", {}, `${server.name}: ${share(server.share)}`),
        );
        arc.style.stroke = serverColour(index);
        arcs.push(arc);
      }
      at += length;
    });
    this.#arcs.replaceChildren(...arcs);
  }
}

function describe(placed, servers) {
  if (placed.length === 0) {
    return "Keys have no place here: each request goes to a server at random.";
  }
  const shares = placed.slice(0, 12).map((server) => `${server.name} ${share(server.share)}`);
  return `Shares of the ring of ${plural(servers, "server")}: ${shares.join(", ")}`;
}
