// SPDX-License-Identifier: Apache-2.0
// Tries what node-redis can do with the server or proxy at an address, and prints a line for each
// thing. Arguments: host, port, the protocol to ask for (default, 2 or 3), the installed package.
'use strict';

const { library, host, port, protocol, prefix, expect, delay, protocolOf, run } = require('./capabilities');

const SCRIPT = "return redis.call('GET', KEYS[1]) .. ARGV[1]";

async function connect() {
  const chosen = protocol === 'default' ? {} : { RESP: Number(protocol) };
  const client = library.createClient({ socket: { host, port }, ...chosen });
  client.on('error', () => {}); // The command that it broke says so.
  return client.connect();
}

run(connect, {
  async protocol(client) {
    return protocolOf(await client.sendCommand(['HELLO']));
  },

  async strings(client) {
    expect(await client.set(prefix + 'string', 'value'), 'OK');
    expect(await client.get(prefix + 'string'), 'value');
    expect(await client.get(prefix + 'none'), null);
    const keys = Array.from({ length: 20 }, (_, i) => `${prefix}many:${i}`);
    expect(await client.mSet(keys.map((key) => [key, key + '!'])), 'OK');
    expect(await client.mGet(keys), keys.map((key) => key + '!'));
    expect(await client.del(keys), 20);
  },

  async hashes(client) {
    await client.hSet(prefix + 'hash', { a: '1', b: '2' });
    expect(await client.hGetAll(prefix + 'hash'), { a: '1', b: '2' });
    expect(await client.hGetAll(prefix + 'none'), {});
  },

  async 'sorted sets'(client) {
    await client.zAdd(prefix + 'zset', [{ value: 'one', score: 1 }, { value: 'more', score: 2.5 }]);
    expect(await client.zRangeWithScores(prefix + 'zset', 0, -1), [
      { value: 'one', score: 1 },
      { value: 'more', score: 2.5 },
    ]);
    expect(await client.zScore(prefix + 'zset', 'one'), 1);
  },

  async pipelines(client) {
    const pipeline = client.multi();
    const wanted = [];
    for (let i = 0; i < 200; i++) {
      pipeline.set(`${prefix}p:${i}`, i + '!').get(`${prefix}p:${i}`);
      wanted.push('OK', i + '!');
    }
    expect(await pipeline.execAsPipeline(), wanted);
  },

  async transactions(client) {
    const [one, two] = [`{${prefix}t}:1`, `{${prefix}t}:2`];
    expect(await client.multi().set(one, 'a').set(two, 'b').mGet([one, two]).exec(), ['OK', 'OK', ['a', 'b']]);
    const watcher = await client.duplicate().connect();
    await watcher.watch(one);
    expect(await watcher.get(one), 'a');
    await client.set(one, 'changed');
    const outcome = await watcher.multi().set(one, 'lost').exec().catch((error) => error);
    expect(outcome instanceof library.WatchError, true);
    expect(await client.get(one), 'changed');
    watcher.destroy();
  },

  async 'pub/sub'(client) {
    const [channel, pattern] = [prefix + 'news', prefix + 'n?ws'];
    const subscriber = await client.duplicate().on('error', () => {}).connect();
    const received = [];
    const both = new Promise((resolve) => {
      const receive = (kind) => (message, from) => {
        received.push([kind, from, message]);
        if (received.length === 2) resolve();
      };
      subscriber.ready = Promise.all([
        subscriber.subscribe(channel, receive('message')),
        subscriber.pSubscribe(pattern, receive('pmessage')),
      ]);
    });
    await subscriber.ready;
    await client.publish(channel, 'hello');
    await both;
    expect(received.sort(), [['message', channel, 'hello'], ['pmessage', channel, 'hello']]);
    await subscriber.unsubscribe(channel);
    await subscriber.pUnsubscribe(pattern);
    expect(await subscriber.get(prefix + 'none'), null); // An ordinary connection again.
    subscriber.destroy();
  },

  async 'blocking pops'(client) {
    const key = prefix + 'queue';
    await client.del(key);
    const waiting = await client.duplicate().on('error', () => {}).connect();
    const popped = waiting.blPop(key, 4);
    popped.catch(() => {});
    await delay(100); // Now it is most likely waiting.
    await client.rPush(key, 'job');
    expect(await popped, { key, element: 'job' });
    expect(await waiting.blPop(key, 0.1), null);
    waiting.destroy();
  },

  async scripts(client) {
    const key = prefix + 'script';
    await client.set(key, 'value');
    expect(await client.eval(SCRIPT, { keys: [key], arguments: ['!'] }), 'value!');
    const sha = await client.scriptLoad("return ARGV[1] .. redis.call('GET', KEYS[1])");
    expect(await client.evalSha(sha, { keys: [key], arguments: ['!'] }), '!value');
  },

  async scan(client) {
    const keys = Array.from({ length: 100 }, (_, i) => `${prefix}scan:${i}`);
    await Promise.all(keys.map((key) => client.set(key, '')));
    const found = new Set();
    for await (const some of client.scanIterator({ MATCH: prefix + 'scan:*', COUNT: 7 })) {
      some.forEach((key) => found.add(key));
    }
    expect([...found].sort(), keys.sort());
  },

  async info(client) {
    expect(/^redis_version:\d+\.\d+\.\d+/m.test(await client.info()), true);
  },
});
