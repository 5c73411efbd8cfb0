// SPDX-License-Identifier: Apache-2.0
// What the clients' programs have in common: arguments, expectations and the lines they print.
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');

const [host, port, protocol, packageName] = process.argv.slice(2);

/** The client library itself; NODE_PATH says where it is installed. */
const library = require(packageName);

function version() {
  const description = path.join(process.env.NODE_PATH, packageName, 'package.json');
  return JSON.parse(fs.readFileSync(description, 'utf8')).version;
}

/** Equal in value and type; a map is compared as the object it stands for. */
function expect(got, wanted) {
  const plain = got !== null && Object.getPrototypeOf(Object(got)) === null ? { ...got } : got;
  assert.deepStrictEqual(plain, wanted, `${JSON.stringify(got)} instead of ${JSON.stringify(wanted)}`);
}

function delay(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function withinSeconds(seconds, promise) {
  let timer;
  const tooLate = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing within ${seconds} seconds`)), seconds * 1000);
  });
  return Promise.race([promise, tooLate]).finally(() => clearTimeout(timer));
}

/** A reply to HELLO as either protocol gives it. */
function protocolOf(hello) {
  const fields = Array.isArray(hello) ? hello : Object.entries(hello).flat();
  return fields[fields.indexOf('proto') + 1];
}

function reason(error) {
  return `${error.name}: ${error.message}`.split('\n')[0];
}

/** Tries them one after the other, prints a line for each, and ends the process. */
async function run(connect, { protocol: spoken, ...capabilities }) {
  console.log('version', version());
  const client = await withinSeconds(5, connect());
  console.log('speaks', await withinSeconds(5, spoken(client)));
  for (const [name, attempt] of Object.entries(capabilities)) {
    try {
      await withinSeconds(5, attempt(client));
      console.log('ok', name);
    } catch (error) {
      console.log(`failed ${name}: ${reason(error)}`);
    }
  }
}

/** Says that this client cannot be asked for that, and ends the process. */
function unsupported(what) {
  console.log('version', version());
  console.log(`unsupported ${what}: the client has none`);
  process.exit(0);
}

module.exports = {
  host,
  port: Number(port),
  protocol,
  packageName,
  library,
  prefix: `${packageName}:${protocol}:`,
  expect,
  delay,
  protocolOf,
  unsupported,
  run: (connect, capabilities) =>
    run(connect, capabilities).then(
      () => process.exit(0),
      (error) => {
        console.error(error);
        process.exit(1);
      },
    ),
};
