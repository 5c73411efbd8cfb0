# What pymemcache's users do with it, through a pool of three servers. By default its writes want no reply.
import sys

from pymemcache.client.base import Client, PooledClient
from pymemcache.exceptions import MemcacheClientError

ADDRESS = ("127.0.0.1", int(sys.argv[1]))
KEYS = [f"p:{i}" for i in range(300)]
MISSING = [f"p:missing:{i}" for i in range(300)]


def check(actual, expected):
    assert actual == expected, f"{actual!r} is not {expected!r}"


def work(client):
    for i, key in enumerate(KEYS):
        client.set(key, f"value {i}")
        check(client.get(key), b"value %d" % i)
    values = {key: b"value %d" % i for i, key in enumerate(KEYS)}
    check(client.get_many(KEYS + MISSING), values)
    check(client.get_many(MISSING), {})
    check(sorted(client.gets_many(KEYS)), sorted(KEYS))

    client.set_many({key: "again" for key in KEYS})
    check(set(client.get_many(KEYS).values()), {b"again"})
    check(client.set_many({key: "and again" for key in KEYS}, noreply=False), [])
    check(set(client.get_many(KEYS).values()), {b"and again"})

    for key in KEYS[:100]:
        client.set(key, "m")
        client.append(key, "z")
        client.prepend(key, "a")
        client.add(key, "no")
        client.replace(key + "?", "no")
        check(client.get(key), b"amz")
        check(client.add(key, "no", noreply=False), False)
        check(client.replace(key, "yes", noreply=False), True)
        value, cas = client.gets(key)
        check(value, b"yes")
        check(client.cas(key, "swapped", cas), True)
        check(client.cas(key, "late", cas), False)
        check(client.cas(key + "?", "late", cas), None)
        client.cas(key, "unheard", cas, noreply=True)
        check(client.get(key), b"swapped")

        client.set(key, "10")
        client.incr(key, 5, noreply=True)
        check(client.incr(key, 1), 16)
        check(client.decr(key, 20), 0)
        check(client.incr(key + "?", 1), None)
        client.touch(key, 100)
        check(client.touch(key, 100, noreply=False), True)
        check(client.touch(key + "?", 100, noreply=False), False)
        client.set(key, "gone", expire=-1)
        check(client.get(key), None)

    client.set_many({key: "x" for key in KEYS})
    client.delete(KEYS[0])
    check(client.get(KEYS[0]), None)
    check(client.delete(KEYS[0], noreply=False), False)
    check(client.delete(KEYS[1], noreply=False), True)
    client.delete_many(KEYS[:200])
    check(sorted(client.get_many(KEYS)), sorted(KEYS[200:]))

    binary = bytes(range(256)) * 40
    client.set("p:binary", binary)
    check(client.get("p:binary"), binary)
    large = b"x" * 1000000
    check(client.set("p:large", large, noreply=False), True)
    check(client.get("p:large"), large)
    check(len(client.get("k" * 250, b"default")), 7)
    try:
        client.incr("p:binary", 1)
        raise AssertionError("incremented what is no number")
    except MemcacheClientError:
        pass

    assert client.version()
    assert b"curr_items" in client.stats()
    client.flush_all()
    check(client.get_many(KEYS), {})
    check(client.flush_all(noreply=False), True)


plain = Client(ADDRESS, no_delay=True)
work(plain)
plain.quit()
work(PooledClient(ADDRESS, max_pool_size=3, no_delay=True))
unicode_keys = Client(ADDRESS, no_delay=True, default_noreply=False, allow_unicode_keys=True)
work(unicode_keys)
check(unicode_keys.set("caf\u00e9", "v"), True)
check(unicode_keys.get_many(["caf\u00e9", "cafe"]), {"caf\u00e9": b"v"})
unicode_keys.set_many({key: "left behind" for key in KEYS})
print("done")
