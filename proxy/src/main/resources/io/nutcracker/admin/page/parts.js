// SPDX-License-Identifier: Apache-2.0

// Small things that several views show.

import { h, setClass, setText, svg } from "./dom.js";
import { share } from "./format.js";

/** Golden angle: neighbours never look alike, however many there are. */
const HUE_STEP = 137.508;

/** The colour that stands for a server wherever it is shown. */
export function serverColour(index) {
  return `oklch(var(--server-lightness) var(--server-chroma) ${(200 + index * HUE_STEP) % 360})`;
}

/** Said where a pool records neither latencies nor keys nor slow requests. */
export const SWITCHED_OFF = "latency_tracking: true in the pool switches this on.";

/** State as a sign, a colour and a word, because no single one of them is for everybody. */
export class State {
  element = h("span");
  #sign = h("span", { "aria-hidden": "true" });
  #word = h("span");

  constructor() {
    this.element.append(this.#sign, this.#word);
  }

  set(good, word) {
    setClass(this.element, `state ${good ? "good" : "bad"}`);
    setText(this.#sign, good ? "●" : "▲");
    setText(this.#word, word);
  }
}

/** A part of a whole as a bar and a figure. */
export class Bar {
  element = h("span", { class: "bar" });
  #filled = h("span", { class: "filled" });
  #figure = h("span", { class: "figure" });

  constructor() {
    this.element.append(h("span", { class: "track", "aria-hidden": "true" }, this.#filled), this.#figure);
  }

  set(part, most = 1, text = share(part)) {
    this.#filled.style.width = `${Math.min(100, ((part ?? 0) / (most || 1)) * 100)}%`;
    setText(this.#figure, text);
  }
}

const inCells = new WeakMap();

/** What stands in a table's cell, made when it is first needed: rows are shown again with other figures. */
export function inCell(cell, Part) {
  if (!inCells.has(cell)) {
    const part = new Part();
    inCells.set(cell, part);
    cell.replaceChildren(part.element);
  }
  return inCells.get(cell);
}

/** A name and its figure, in a list of them. */
export function facts(names) {
  const list = h("dl", { class: "facts" });
  const values = {};
  for (const [key, name] of Object.entries(names)) {
    values[key] = h("dd", {}, "–");
    list.append(h("div", {}, h("dt", {}, name), values[key]));
  }
  return { element: list, set: (key, text) => setText(values[key], text), at: (key) => values[key] };
}

/** A curve of the latest values; the figure beside it says the last one. */
export class Spark {
  #line = svg("polyline", { class: "spark-line" });
  #area = svg("polygon", { class: "spark-area" });
  element = svg(
    "svg",
    { class: "spark", viewBox: "0 0 60 30", preserveAspectRatio: "none", "aria-hidden": "true" },
    this.#area,
    this.#line,
  );

  set(values) {
    const most = Math.max(1, ...values);
    const points = values.map((value, i) => `${61 - values.length + i},${(29 - (27 * value) / most).toFixed(1)}`);
    this.#line.setAttribute("points", points.join(" "));
    const first = 61 - values.length;
    this.#area.setAttribute("points", points.length ? `${first},30 ${points.join(" ")} 60,30` : "");
  }
}

/** A text field that tells each change. */
export function filterField(label, onChange) {
  const field = h("input", { type: "search", autocomplete: "off", spellcheck: "false" });
  field.addEventListener("input", () => onChange(field.value.trim().toLowerCase()));
  return h("label", { class: "field" }, h("span", {}, label), field);
}
