// SPDX-License-Identifier: Apache-2.0

// Asks the proxy again and again while somebody looks, and knows whether it answers.

const PATIENCE_MS = 5000;

/** Without a user and password, which the page's own address may have and fetch refuses. */
const HERE = location.origin + location.pathname;

/** Thrown for an answer that says that the question was wrong: to ask again would not help. */
export class Refused extends Error {}

let watcher = () => {};
let downSince = null;
let locked = false;

/** Calls `listener` with "live", "down" and since when, or "locked". */
export function watchConnection(listener) {
  watcher = listener;
}

function answered() {
  downSince = null;
  watcher("live");
}

function silent() {
  downSince ??= Date.now();
  watcher("down", downSince);
}

/** Nobody is asked again, because the browser would ask for the password each time. */
function refused() {
  locked = true;
  watcher("locked");
}

/** The header keeps the browser from asking for a password. */
function get(path) {
  return fetch(HERE + path, {
    cache: "no-store",
    headers: { accept: "application/json" },
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
}

/** A connection may break just as it is used again; that is no news. */
async function getOrGetAgain(path) {
  try {
    return await get(path);
  } catch (error) {
    if (error.name === "TimeoutError" || downSince !== null) {
      throw error;
    }
    return get(path);
  }
}

/** One question, one answer. */
export async function ask(path) {
  let response;
  try {
    response = await getOrGetAgain(path);
  } catch (error) {
    silent();
    throw error;
  }
  if (response.status === 401) {
    refused();
    throw new Refused("this needs the admin token");
  }
  let json;
  try {
    json = await response.json();
  } catch (error) {
    silent();
    throw error;
  }
  answered();
  if (!response.ok) {
    throw new Refused(json.error);
  }
  return json;
}

/** Polls until the returned function is called. `onRefused` gets the program's words. */
export function poll(path, everyMs, onAnswer, onRefused = () => {}) {
  let timer = null;
  let asking = false;
  let over = false;

  async function turn() {
    timer = null;
    asking = true;
    const started = performance.now();
    try {
      const json = await ask(path);
      if (!over) {
        onAnswer(json, performance.now());
      }
    } catch (error) {
      if (error instanceof Refused && !over) {
        onRefused(error.message);
      }
    }
    asking = false;
    plan(Math.max(0, everyMs - (performance.now() - started)));
  }

  function plan(wait) {
    if (!over && !asking && !locked && !document.hidden && timer === null) {
      timer = setTimeout(turn, wait);
    }
  }

  const onVisible = () => plan(0);
  document.addEventListener("visibilitychange", onVisible);
  turn();
  return () => {
    over = true;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", onVisible);
  };
}
