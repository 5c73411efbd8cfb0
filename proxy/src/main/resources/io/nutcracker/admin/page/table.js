// SPDX-License-Identifier: Apache-2.0

// A table that sorts, and that stays quick with thousands of rows: outside of what is seen there are no
// rows, only two empty ones as high as those that are missing.

import { h, setClass, setText } from "./dom.js";

/** As in parts.css. */
const ROW_PX = 32;

/** Fewer are simply all there. */
const ALL_SHOWN = 60;

const SPARE_ROWS = 8;

/**
 * Columns are {name, label, width in characters, value(row), text(row) or draw(cell, row), isNumber, title}.
 * A column without a value cannot be sorted by.
 */
export class Table {
  #columns;
  #heads = new Map();
  #rows = [];
  #lines = [];
  #sort;
  #minWidth;
  #body;
  #box;
  #table;
  #above = h("tr", { "aria-hidden": "true" });
  #below = h("tr", { "aria-hidden": "true" });
  #emptyText;
  #empty;
  #drawing = false;

  constructor({ caption, columns, sort, descending = false, empty }) {
    this.#columns = columns;
    this.#sort = { name: sort, descending };
    this.#body = h("tbody");
    this.#table = h(
      "table",
      {},
      h("caption", { class: "unseen" }, caption),
      this.#widths(),
      h("thead", {}, h("tr", {}, ...columns.map((column) => this.#head(column)))),
      this.#body,
    );
    this.#table.style.minWidth = this.#minWidth;
    this.#box = h("div", { class: "table-box", tabindex: "0", role: "region", "aria-label": caption }, this.#table);
    // It begins to scroll, or shows more, when the window changes.
    new ResizeObserver(() => this.#drawSoon()).observe(this.#box);
    this.#box.addEventListener("scroll", () => this.#drawSoon(), { passive: true });
    this.#emptyText = empty;
    this.#empty = h("p", { class: "quiet empty", hidden: true });
    this.element = h("div", { class: "table" }, this.#box, this.#empty);
    this.#markSort();
  }

  #widths() {
    const sum = this.#columns.reduce((width, column) => width + column.width, 0);
    const group = h("colgroup");
    for (const column of this.#columns) {
      const col = h("col");
      col.style.width = `${(column.width / sum) * 100}%`;
      group.append(col);
    }
    this.#minWidth = `${sum}ch`;
    return group;
  }

  #head(column) {
    const content = column.value
      ? h("button", { type: "button", onclick: () => this.#sortBy(column) }, column.label)
      : column.label;
    const head = h("th", { scope: "col", class: column.isNumber ? "number" : null, title: column.title }, content);
    this.#heads.set(column, head);
    return head;
  }

  #sortBy(column) {
    const again = this.#sort.name === column.name;
    this.#sort = { name: column.name, descending: again ? !this.#sort.descending : Boolean(column.isNumber) };
    this.#markSort();
    this.#arrange();
  }

  #markSort() {
    for (const column of this.#columns.filter((each) => each.value)) {
      const sorted = column.name === this.#sort.name;
      const order = this.#sort.descending ? "descending" : "ascending";
      this.#heads.get(column).setAttribute("aria-sort", sorted ? order : "none");
    }
  }

  /** @param empty what to say if there are none */
  setRows(rows, empty = this.#emptyText) {
    this.#rows = rows;
    setText(this.#empty, empty);
    this.#empty.hidden = rows.length > 0;
    this.#box.hidden = rows.length === 0;
    this.#arrange();
  }

  #arrange() {
    const column = this.#columns.find((each) => each.name === this.#sort.name);
    if (column) {
      const direction = this.#sort.descending ? -1 : 1;
      this.#rows = this.#rows.toSorted((a, b) => compare(column.value(a), column.value(b), direction));
    }
    this.#draw();
  }

  #drawSoon() {
    if (!this.#drawing && this.#rows.length > ALL_SHOWN) {
      this.#drawing = true;
      requestAnimationFrame(() => {
        this.#drawing = false;
        this.#draw();
      });
    }
  }

  #draw() {
    const [from, to] = this.#window();
    this.#table.setAttribute("aria-rowcount", this.#rows.length + 1);
    while (this.#lines.length < to - from) {
      this.#lines.push(this.#newLine());
    }
    this.#lines.length = to - from;
    this.#above.style.height = `${from * ROW_PX}px`;
    this.#below.style.height = `${(this.#rows.length - to) * ROW_PX}px`;
    this.#lines.forEach((line, i) => this.#fillLine(line, this.#rows[from + i], from + i));
    const wanted = [this.#above, ...this.#lines.map((line) => line.element), this.#below];
    if (this.#body.childElementCount !== wanted.length) {
      this.#body.replaceChildren(...wanted);
    }
  }

  #window() {
    const rows = this.#rows.length;
    this.#box.classList.toggle("tall", rows > ALL_SHOWN);
    if (rows <= ALL_SHOWN) {
      return [0, rows];
    }
    const first = Math.floor(this.#box.scrollTop / ROW_PX) - SPARE_ROWS;
    const seen = Math.ceil((this.#box.clientHeight || 600) / ROW_PX) + 2 * SPARE_ROWS;
    const from = Math.max(0, Math.min(first, rows - seen));
    return [from, Math.min(rows, from + seen)];
  }

  #newLine() {
    const cells = this.#columns.map((column) => h("td", { class: column.isNumber ? "number" : null }));
    return { element: h("tr", {}, ...cells), cells };
  }

  #fillLine(line, row, index) {
    line.element.setAttribute("aria-rowindex", index + 2);
    setClass(line.element, row.rowClass ?? "");
    this.#columns.forEach((column, i) => {
      if (column.draw) {
        column.draw(line.cells[i], row);
      } else {
        const text = column.text(row);
        setText(line.cells[i], text);
        line.cells[i].title = column.isNumber ? "" : text;
      }
    });
  }
}

/** What is not known comes last, whichever way the rest is sorted. */
function compare(a, b, direction) {
  if (isUnknown(a) || isUnknown(b)) {
    return isUnknown(a) - isUnknown(b);
  }
  return direction * (typeof a === "string" ? a.localeCompare(b, "en", { numeric: true }) : a - b);
}

function isUnknown(value) {
  return value === null || value === undefined;
}
