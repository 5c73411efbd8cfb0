// SPDX-License-Identifier: Apache-2.0

// Where does this key go? The program itself answers, as it would route a request now.

import { h } from "./dom.js";
import { facts, State } from "./parts.js";
import { poll } from "./poll.js";
import { address, fieldBar, withPool } from "./pool-choice.js";

export function routeView(context) {
  context.heading.textContent = "Where does this key go?";
  return withPool(context, (pool) => {
    const key = context.more ?? "";
    const input = h("input", {
      type: "text",
      name: "key",
      value: key,
      required: true,
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
    });
    const form = h(
      "form",
      { class: "route-form" },
      h("label", { class: "field wide" }, h("span", {}, "Key"), input),
      h("button", { type: "submit" }, "Find"),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      location.hash = address("route", pool, input.value);
    });
    fieldBar(context.main).append(form);
    const answer = h("section", { class: "panel answer", role: "status", hidden: key === "" });
    context.main.append(answer);
    return key === "" ? () => {} : follow(pool, key, answer);
  });
}

/** The answer may change while it is looked at: servers are ejected and come back. */
function follow(pool, key, answer) {
  let shown = "";
  const show = (text, ...children) => {
    if (shown !== text) {
      shown = text;
      answer.replaceChildren(...children);
    }
  };
  return poll(
    `route?pool=${encodeURIComponent(pool)}&key=${encodeURIComponent(key)}`,
    1000,
    (json) => show(JSON.stringify(json), ...told(json)),
    (reason) => show(reason, h("p", { class: "problem" }, reason)),
  );
}

function told(route) {
  if (route.server === undefined) {
    return [h("p", {}, "Nowhere in particular: this pool sends each request to a server at random.")];
  }
  const state = new State();
  state.set(!route.ejected, route.ejected ? "ejected: requests for this key fail" : "up");
  const list = facts({ address: "Address", state: "State", hash: "Hash", tag: "Hashed part" });
  list.set("address", route.address);
  list.at("state").replaceChildren(state.element);
  list.set("hash", `0x${route.hash}`);
  list.set("tag", route.tag === undefined ? "the whole key" : `its tag, ${route.tag}`);
  return [h("p", { class: "large" }, route.server), list.element];
}
