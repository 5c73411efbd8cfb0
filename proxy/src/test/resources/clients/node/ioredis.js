// SPDX-License-Identifier: Apache-2.0
// Tries what ioredis can do with the server or proxy at an address, and prints a line for each
// thing. Arguments: host, port, the protocol to ask for (default, 2 or 3), the installed package.
'use strict';

const { library, packageName, host, port, protocol, prefix, expect, delay, protocolOf, unsupported, run } =
  require('./capabilities');

const SCRIPT = "return redis.call('GET', KEYS[1]) .. ARGV[1]";

if (packageName === 'ioredis-5' && protocol === '3') {
  unsupported('RESP3');
}

function create() {
  const chosen = protocol === 'default' ? {} : { protocol: Number(protocol) };
  const client = new library.Redis({ host, port, lazyConnect: true, ...chosen });
  client.on('error', () => {}); // The command that it broke says so.
  return client;
}

async function connect() {
  const client = create();
  await client.connect();
  return client;
}

run(connect, {
  async protocol(client) {
    return protocolOf(await client.call('HELLO'));
  },

  async strings(client) {
    expect(await client.set(prefix + 'string', 'value'), 'OK');
    expect(await client.get(prefix + 'string'), 'value');
    expect(await client.get(prefix + 'none'), null);
    const keys = Array.from({ length: 20 }, (_, i) => `${prefix}many:${i}`);
    expect(await client.mset(keys.flatMap((key) => [key, key + '!'])), 'OK');
    expect(await client.mget(keys), keys.map((key) => key + '!'));
    expect(await client.del(keys), 20);
  },

  async hashes(client) {
    await client.hset(prefix + 'hash', { a: '1', b: '2' });
    expect(await client.hgetall(prefix + 'hash'), { a: '1', b: '2' });
    expect(await client.hgetall(prefix + 'none'), {});
  },

  // Flat and text in RESP2 and, so that programs need not change, in RESP3.
  async 'sorted sets'(client) {
    await client.zadd(prefix + 'zset', 1, 'one', 2.5, 'more');
    expect(await client.zrange(prefix + 'zset', 0, -1, 'WITHSCORES'), ['one', '1', 'more', '2.5']);
    expect(await client.zscore(prefix + 'zset', 'one'), '1');
  },

  async pipelines(client) {
    const pipeline = client.pipeline();
    const wanted = [];
    for (let i = 0; i < 200; i++) {
      pipeline.set(`${prefix}p:${i}`, i + '!').get(`${prefix}p:${i}`);
      wanted.push([null, 'OK'], [null, i + '!']);
    }
    expect(await pipeline.exec(), wanted);
  },

  async transactions(client) {
    const [one, two] = [`{${prefix}t}:1`, `{${prefix}t}:2`];
    expect(await client.multi().set(one, 'a').set(two, 'b').mget(one, two).exec(), [
      [null, 'OK'],
      [null, 'OK'],
      [null, ['a', 'b']],
    ]);
    const watcher = await connect();
    await watcher.watch(one);
    expect(await watcher.get(one), 'a');
    await client.set(one, 'changed');
    expect(await watcher.multi().set(one, 'lost').exec(), null);
    expect(await client.get(one), 'changed');
    watcher.disconnect();
  },

  async 'pub/sub'(client) {
    const [channel, pattern] = [prefix + 'news', prefix + 'n?ws'];
    const subscriber = await connect();
    const received = [];
    const both = new Promise((resolve) => {
      const receive = (...message) => {
        received.push(message);
        if (received.length === 2) resolve();
      };
      subscriber.on('message', (from, message) => receive('message', from, message));
      subscriber.on('pmessage', (matched, from, message) => receive('pmessage', matched, from, message));
    });
    expect(await subscriber.subscribe(channel), 1);
    expect(await subscriber.psubscribe(pattern), 2);
    await client.publish(channel, 'hello');
    await both;
    expect(received.sort(), [['message', channel, 'hello'], ['pmessage', pattern, channel, 'hello']]);
    expect(await subscriber.unsubscribe(channel), 1);
    expect(await subscriber.punsubscribe(pattern), 0);
    expect(await subscriber.get(prefix + 'none'), null); // An ordinary connection again.
    subscriber.disconnect();
  },

  async 'blocking pops'(client) {
    const key = prefix + 'queue';
    await client.del(key);
    const waiting = await connect();
    const popped = waiting.blpop(key, 4);
    popped.catch(() => {});
    await delay(100); // Now it is most likely waiting.
    await client.rpush(key, 'job');
    expect(await popped, [key, 'job']);
    expect(await waiting.blpop(key, 0.1), null);
    waiting.disconnect();
  },

  async scripts(client) {
    const key = prefix + 'script';
    await client.set(key, 'value');
    expect(await client.eval(SCRIPT, 1, key, '!'), 'value!');
    // EVALSHA; if the server does not know it, EVAL. In a pipeline, SCRIPT EXISTS and SCRIPT LOAD.
    client.defineCommand('prepend', { numberOfKeys: 1, lua: "return ARGV[1] .. redis.call('GET', KEYS[1])" });
    client.defineCommand('suffix', { numberOfKeys: 1, lua: `${SCRIPT} -- suffix` });
    expect(await client.prepend(key, '!'), '!value');
    expect(await client.pipeline().suffix(key, '?').exec(), [[null, 'value?']]);
  },

  async scan(client) {
    const keys = Array.from({ length: 100 }, (_, i) => `${prefix}scan:${i}`);
    await Promise.all(keys.map((key) => client.set(key, '')));
    const found = new Set();
    for await (const some of client.scanStream({ match: prefix + 'scan:*', count: 7 })) {
      some.forEach((key) => found.add(key));
    }
    expect([...found].sort(), keys.sort());
  },

  async info(client) {
    expect(/^redis_version:\d+\.\d+\.\d+/m.test(await client.info()), true);
  },
});
