// SPDX-License-Identifier: Apache-2.0

// Starts the page: which view is shown, what the head of the page says, and what has changed.

import { h, setText } from "./dom.js";
import { duration, time } from "./format.js";
import { poll, watchConnection } from "./poll.js";
import { News } from "./news.js";
import { Overview } from "./overview.js";
import { clientsView } from "./view-clients.js";
import { keysView } from "./view-keys.js";
import { overviewView } from "./view-overview.js";
import { poolView } from "./view-pool.js";
import { routeView } from "./view-route.js";
import { slowlogView } from "./view-slowlog.js";

const VIEWS = {
  overview: { title: "Overview", show: overviewView },
  pool: { title: "Pool", show: poolView },
  keys: { title: "Keys", show: keysView },
  slowlog: { title: "Slow log", show: slowlogView },
  clients: { title: "Clients", show: clientsView },
  route: { title: "Find a key", show: routeView },
};

const main = document.getElementById("main");
const connection = document.getElementById("connection");
const notice = document.getElementById("notice");
const process = document.getElementById("process");

const news = new News(document.getElementById("news"));
const overview = new Overview(news);
let leave = () => {};

/** The hash is #/view/pool/more, each part encoded. */
function parts() {
  return location.hash.replace(/^#\//, "").split("/").map(decodePart);
}

function decodePart(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function show() {
  const [name, pool, more] = parts();
  const view = VIEWS[name];
  if (!view) {
    location.replace("#/overview");
    return;
  }
  leave();
  const heading = h("h1", {}, view.title);
  main.replaceChildren(heading);
  leave = view.show({ main, heading, pool, more, name, overview, news });
  document.title = `${view.title} – nutcracker`;
  for (const link of document.querySelectorAll("#views a")) {
    if (link.hash === `#/${name}`) {
      link.setAttribute("aria-current", "page");
    } else {
      link.removeAttribute("aria-current");
    }
  }
}

function onConnection(state, since) {
  connection.dataset.state = state;
  document.body.classList.toggle("stale", state !== "live");
  const said = {
    live: () => "live",
    down: () => `unreachable since ${time(since)}`,
    locked: () => "locked",
  }[state]();
  setText(connection, said);
  showNotice(state, since);
}

function showNotice(state, since) {
  const key = `${state} ${since}`;
  if (notice.dataset.key === key) {
    return;
  }
  notice.dataset.key = key;
  notice.hidden = state === "live";
  notice.replaceChildren(...(NOTICES[state]?.(since) ?? []));
}

const NOTICES = {
  down: (since) => [
    h("strong", {}, `The proxy has not answered since ${time(since)}.`),
    h("span", {}, " What is shown is from before. This page goes on when it is back."),
  ],
  locked: () => [
    h("strong", {}, "This proxy wants its admin token."),
    h(
      "span",
      {},
      " Reload the page and give the token as the password, with any user name. It is in the file that"
        + " --admin-token-file names. ",
    ),
    h("button", { type: "button", onclick: () => location.reload() }, "Reload"),
  ],
};

function showProcess(json) {
  const seconds = (json.process.now_ms - json.process.started_ms) / 1000;
  setText(process, `${json.process.version} · up ${duration(seconds)}`);
}

watchConnection(onConnection);
poll("overview", 1000, (json, now) => {
  showProcess(json);
  overview.take(json, now);
});
// The hash is the view's address, so this link must not change it.
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
window.addEventListener("hashchange", () => {
  show();
  main.focus({ preventScroll: true });
  window.scrollTo(0, 0);
});
show();
