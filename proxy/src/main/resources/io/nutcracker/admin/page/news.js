// SPDX-License-Identifier: Apache-2.0

// What has changed since the page was opened: said aloud to who listens, and kept for who looks.

import { h } from "./dom.js";
import { time } from "./format.js";

const MOST = 20;

export class News {
  #live;
  #items = [];
  #listeners = new Set();

  /** @param live an element with aria-live */
  constructor(live) {
    this.#live = live;
  }

  /** @param kind "bad", "good" or "note" */
  tell(kind, text) {
    this.#items.unshift({ kind, text, at: Date.now() });
    this.#items.length = Math.min(this.#items.length, MOST);
    this.#live.textContent = text;
    this.#listeners.forEach((listener) => listener());
  }

  /** A list that keeps itself up to date until `stop` is called. */
  list() {
    const list = h("ol", { class: "news" });
    const draw = () => {
      const items = this.#items.map(({ kind, text, at }) =>
        h("li", { class: kind }, h("time", {}, time(at)), h("span", {}, text)),
      );
      list.replaceChildren(
        ...(items.length ? items : [h("li", { class: "quiet" }, "Nothing has changed since this page was opened.")]),
      );
    };
    this.#listeners.add(draw);
    draw();
    return { element: list, stop: () => this.#listeners.delete(draw) };
  }
}
