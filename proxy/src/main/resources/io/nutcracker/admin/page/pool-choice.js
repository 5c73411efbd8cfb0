// SPDX-License-Identifier: Apache-2.0

// Which pool a view is about: that of the address, else the one looked at last, else the first.

import { h } from "./dom.js";

let last = null;

export function address(...parts) {
  return `#/${parts.map(encodeURIComponent).join("/")}`;
}

/** Calls `start` with the pool's name as soon as the pools are known; returns what ends the view. */
export function withPool({ main, name, pool, overview }, start) {
  let leave = () => {};
  let begun = false;
  const unsubscribe = overview.subscribe(() => {
    const names = overview.poolNames();
    if (begun || names.length === 0) {
      return;
    }
    begun = true;
    const remembered = names.includes(last) ? last : names[0];
    last = pool || remembered;
    main.append(h("div", { class: "bar-of-fields" }, poolField(name, names, last)));
    leave = start(last) ?? leave;
  });
  return () => {
    unsubscribe();
    leave();
  };
}

function poolField(view, names, chosen) {
  const options = names.map((name) => h("option", { value: name, selected: name === chosen }, name));
  const unknown = names.includes(chosen) ? [] : [h("option", { value: chosen, selected: true }, `${chosen} (unknown)`)];
  const select = h("select", {}, ...unknown, ...options);
  select.addEventListener("change", () => (location.hash = address(view, select.value)));
  return h("label", { class: "field" }, h("span", {}, "Pool"), select);
}

/** Where a view adds fields of its own. */
export function fieldBar(main) {
  return main.querySelector(".bar-of-fields");
}
