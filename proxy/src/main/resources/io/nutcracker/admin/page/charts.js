// SPDX-License-Identifier: Apache-2.0

// How latencies went over the last 15 minutes.

import uPlot from "../uplot/uPlot.esm.js";
import { h, setText, svg } from "./dom.js";
import { latency, time } from "./format.js";

const HEIGHT = 150;
const SHORTEST_SECONDS = 120;

/** Told apart by colour and by dashes. */
const LINES = [
  { name: "p50", label: "p50", colour: "--line-1", dash: [] },
  { name: "p99", label: "p99", colour: "--line-2", dash: [6, 3] },
  { name: "p999", label: "p99.9", colour: "--line-3", dash: [2, 3] },
];

const dark = matchMedia("(prefers-color-scheme: dark)");
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** A logarithmic axis shows its powers of ten only. */
const decades = (_, splits) => splits.map((value) => (Number.isInteger(Math.log10(value)) ? value : null));

function wholeDecades(_, least, most) {
  const from = Math.floor(Math.log10(Math.max(1, least ?? 1)));
  const to = Math.ceil(Math.log10(Math.max(10, most ?? 10)));
  return [10 ** from, 10 ** Math.max(to, from + 1)];
}

/** A chart of one part of one group of commands. */
export class LatencyChart {
  #plot = null;
  #points = [];
  #box = h("div", { class: "plot", role: "img" });
  #values = LINES.map(() => h("span", { class: "value" }, "–"));
  #when = h("span", { class: "quiet when" });
  #resized = new ResizeObserver(() => this.#fit());
  #redraw = () => this.#plot?.redraw(false);

  constructor(title, syncKey) {
    this.title = title;
    this.syncKey = syncKey;
    const key = LINES.map((line, i) => h("span", { class: "key" }, sample(line), `${line.label} `, this.#values[i]));
    this.element = h(
      "section",
      { class: "chart panel" },
      h("header", {}, h("h4", {}, title), this.#when),
      h("p", { class: "keys" }, ...key),
      this.#box,
    );
    this.#resized.observe(this.#box);
    dark.addEventListener("change", this.#redraw);
  }

  set(points) {
    this.#points = points;
    const data = [points.map((point) => point.at)];
    LINES.forEach((line) => data.push(points.map((point) => Math.max(1, point[line.name]))));
    if (this.#plot) {
      this.#plot.setData(data);
    } else if (this.#box.clientWidth > 0) {
      this.#plot = new uPlot(this.#options(), data, this.#box);
    }
    this.#tell(null);
  }

  leave() {
    this.#resized.disconnect();
    dark.removeEventListener("change", this.#redraw);
    this.#plot?.destroy();
  }

  #fit() {
    const width = this.#box.clientWidth;
    if (this.#plot && width > 0 && width !== this.#plot.width) {
      this.#plot.setSize({ width, height: HEIGHT });
    } else if (!this.#plot && this.#points.length) {
      this.set(this.#points);
    }
  }

  /** The figures of the point under the cursor, or else the latest. */
  #tell(index) {
    const point = this.#points[index ?? this.#points.length - 1];
    LINES.forEach((line, i) => setText(this.#values[i], latency(point?.[line.name])));
    setText(this.#when, point && index !== null ? time(point.at * 1000) : "");
    if (point) {
      const figures = LINES.map((line) => `${line.label} ${latency(point[line.name])}`).join(", ");
      this.#box.setAttribute("aria-label", `${this.title} over the last 15 minutes; at last ${figures}`);
    }
  }

  #options() {
    const axis = { stroke: () => colour("--quiet"), font: "11px system-ui, sans-serif", ticks: { show: false } };
    const grid = { stroke: () => colour("--line"), width: 1, filter: decades };
    return {
      width: this.#box.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false, setScale: false }, sync: { key: this.syncKey } },
      scales: {
        x: { time: true, range: (_, from, to) => [Math.min(from, to - SHORTEST_SECONDS), to] },
        y: { distr: 3, log: 10, range: wholeDecades },
      },
      axes: [
        { ...axis, grid: { show: false }, space: 64, size: 24, values: clockTimes },
        { ...axis, grid, size: 54, filter: decades, values: (_, splits) => splits.map((v) => (v ? latency(v) : "")) },
      ],
      series: [{}, ...LINES.map(series)],
      hooks: { setCursor: [(plot) => this.#tell(plot.cursor.idx ?? null)] },
    };
  }
}

function clockTimes(_, splits, axis, space, step) {
  return splits.map((seconds) => time(seconds * 1000).slice(0, step < 60 ? 8 : 5));
}

function series(line) {
  return {
    label: line.label,
    stroke: () => colour(line.colour),
    width: 1.75,
    dash: line.dash,
    // A line needs two.
    points: { show: (_, index, from, to) => to - from < 1, size: 5 },
  };
}

function sample(line) {
  const drawn = svg("line", { x1: 0, y1: 5, x2: 20, y2: 5, "stroke-dasharray": line.dash.join(" ") });
  drawn.style.stroke = `var(${line.colour})`;
  return svg("svg", { class: "sample", viewBox: "0 0 20 10", "aria-hidden": "true" }, drawn);
}
