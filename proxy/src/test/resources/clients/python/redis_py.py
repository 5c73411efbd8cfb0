# SPDX-License-Identifier: Apache-2.0
"""Tries what redis-py can do with the server or proxy at an address, and prints a line for each thing.

Arguments: host, port, and the protocol to ask for: default, 2 or 3.
"""

import sys
import threading

import redis

HOST, PORT, PROTOCOL = sys.argv[1], int(sys.argv[2]), sys.argv[3]
PREFIX = f"redis-py:{PROTOCOL}:"
SCRIPT = "return redis.call('GET', KEYS[1]) .. ARGV[1]"
KNOWS_RESP3 = int(redis.__version__.split(".")[0]) >= 5


def connect():
    # Older ones have no such option, and nothing but RESP2.
    chosen = {"protocol": int(PROTOCOL)} if PROTOCOL != "default" and KNOWS_RESP3 else {}
    return redis.Redis(host=HOST, port=PORT, decode_responses=True, socket_timeout=5, **chosen)


def expect(got, wanted):
    if got != wanted or type(got) is not type(wanted):
        raise AssertionError(f"{got!r} instead of {wanted!r}")


def spoken(client):
    hello = client.execute_command("HELLO")
    if isinstance(hello, list):
        hello = dict(zip(hello[::2], hello[1::2]))
    return int(hello["proto"])


def strings(client):
    expect(client.set(PREFIX + "string", "value"), True)
    expect(client.get(PREFIX + "string"), "value")
    expect(client.get(PREFIX + "none"), None)
    many = {f"{PREFIX}many:{i}": f"value {i}" for i in range(20)}
    expect(client.mset(many), True)
    expect(client.mget(list(many)), list(many.values()))
    expect(client.delete(*many), 20)


def hashes(client):
    client.hset(PREFIX + "hash", mapping={"a": "1", "b": "2"})
    expect(client.hgetall(PREFIX + "hash"), {"a": "1", "b": "2"})
    expect(client.hgetall(PREFIX + "none"), {})


def sorted_sets(client):
    client.zadd(PREFIX + "zset", {"one": 1, "more": 2.5})
    pairs = [tuple(pair) for pair in client.zrange(PREFIX + "zset", 0, -1, withscores=True)]
    expect(pairs, [("one", 1.0), ("more", 2.5)])
    expect(client.zscore(PREFIX + "zset", "one"), 1.0)


def pipelines(client):
    pipeline = client.pipeline(transaction=False)
    for i in range(200):
        pipeline.set(f"{PREFIX}p:{i}", i).get(f"{PREFIX}p:{i}")
    expect(pipeline.execute(), [reply for i in range(200) for reply in (True, str(i))])


def transactions(client):
    one, two = f"{{{PREFIX}t}}:1", f"{{{PREFIX}t}}:2"
    expect(client.pipeline().set(one, "a").set(two, "b").mget(one, two).execute(), [True, True, ["a", "b"]])
    watcher = client.pipeline()
    watcher.watch(one)
    expect(watcher.get(one), "a")
    client.set(one, "changed")
    watcher.multi()
    watcher.set(one, "lost")
    try:
        watcher.execute()
        raise AssertionError("EXEC although a watched key had changed")
    except redis.WatchError:
        expect(client.get(one), "changed")


def pub_sub(client):
    channel, pattern = PREFIX + "news", PREFIX + "n?ws"
    subscriber = client.pubsub()
    subscriber.subscribe(channel)
    expect(subscriber.get_message(timeout=5)["type"], "subscribe")
    subscriber.psubscribe(pattern)
    expect(subscriber.get_message(timeout=5)["type"], "psubscribe")
    client.publish(channel, "hello")
    messages = [subscriber.get_message(timeout=5) or {} for _ in range(2)]
    received = sorted((message.get("type"), message.get("channel"), message.get("data")) for message in messages)
    expect(received, [("message", channel, "hello"), ("pmessage", channel, "hello")])
    subscriber.unsubscribe()
    expect(subscriber.get_message(timeout=5)["type"], "unsubscribe")
    subscriber.close()


def blocking_pops(client):
    key = PREFIX + "queue"
    client.delete(key)
    # Late enough that the pop is most likely waiting.
    push = threading.Timer(0.1, lambda: connect().rpush(key, "job"))
    push.start()
    popped = client.blpop([key], timeout=4)
    push.join()
    expect(popped and list(popped), [key, "job"])
    expect(client.blpop([key], timeout=0.1), None)


def scripts(client):
    client.set(PREFIX + "script", "value")
    expect(client.eval(SCRIPT, 1, PREFIX + "script", "!"), "value!")
    # EVALSHA; if the server does not know it, SCRIPT LOAD and EVALSHA.
    registered = client.register_script("return ARGV[1] .. redis.call('GET', KEYS[1])")
    expect(registered(keys=[PREFIX + "script"], args=["!"]), "!value")


def scan(client):
    keys = {f"{PREFIX}scan:{i}" for i in range(100)}
    for key in keys:
        client.set(key, "")
    expect(set(client.scan_iter(match=PREFIX + "scan:*", count=7)), keys)


def info(client):
    expect(client.info()["redis_version"].count("."), 2)


CAPABILITIES = {
    "strings": strings,
    "hashes": hashes,
    "sorted sets": sorted_sets,
    "pipelines": pipelines,
    "transactions": transactions,
    "pub/sub": pub_sub,
    "blocking pops": blocking_pops,
    "scripts": scripts,
    "scan": scan,
    "info": info,
}


def main():
    print("version", redis.__version__)
    if PROTOCOL == "3" and not KNOWS_RESP3:
        print("unsupported RESP3: the client has none")
        return
    client = connect()
    print("speaks", spoken(client))
    for name, attempt in CAPABILITIES.items():
        try:
            attempt(client)
            print("ok", name)
        except Exception as e:
            print(f"failed {name}: {type(e).__name__}: {e}".splitlines()[0])


main()
