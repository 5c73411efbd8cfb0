// SPDX-License-Identifier: Apache-2.0

// Figures as people read them. What is not known yet is a dash.

const NOTHING = "–";
const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
const three = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });

const isKnown = (value) => value !== null && value !== undefined && !Number.isNaN(value);

export function count(value) {
  return isKnown(value) ? whole.format(value) : NOTHING;
}

/** Of something per second: small ones are not rounded away. */
export function rate(value) {
  if (!isKnown(value)) {
    return NOTHING;
  }
  return value > 0 && value < 10 ? tenth.format(value) : whole.format(value);
}

export function share(value) {
  return isKnown(value) ? `${tenth.format(value * 100)} %` : NOTHING;
}

export function bytes(value) {
  if (!isKnown(value)) {
    return NOTHING;
  }
  const units = ["B", "KB", "MB", "GB", "TB"];
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${three.format(value)} ${units[unit]}`;
}

/** Takes microseconds. */
export function latency(micros) {
  if (!isKnown(micros)) {
    return NOTHING;
  }
  if (micros < 1000) {
    return `${whole.format(micros)} µs`;
  }
  return micros < 1e6 ? `${three.format(micros / 1e3)} ms` : `${three.format(micros / 1e6)} s`;
}

export function duration(seconds) {
  if (!isKnown(seconds)) {
    return NOTHING;
  }
  const parts = [
    [Math.floor(seconds / 86400), "d"],
    [Math.floor(seconds / 3600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [Math.floor(seconds) % 60, "s"],
  ];
  const first = parts.findIndex(([amount]) => amount > 0);
  const shown = first < 0 ? parts.slice(-1) : parts.slice(first, first + 2);
  return shown.map(([amount, unit]) => `${amount} ${unit}`).join(" ");
}

export function time(millis) {
  return new Date(millis).toLocaleTimeString("en-GB");
}

/** The day as well, unless it is today. */
export function moment(millis) {
  const date = new Date(millis);
  const today = date.toDateString() === new Date().toDateString();
  return today ? time(millis) : `${date.toLocaleDateString("en-CA")} ${time(millis)}`;
}

export function plural(amount, word) {
  return `${count(amount)} ${word}${amount === 1 ? "" : "s"}`;
}
