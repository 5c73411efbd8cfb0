<?php
// SPDX-License-Identifier: Apache-2.0
// Tries what phpredis can do with the server or proxy at an address, and prints a line for each
// thing. Arguments: host, port, and the protocol to ask for: default, 2 or 3.

[, $host, $port, $protocol] = $argv;
$prefix = "phpredis:$protocol:";
const SCRIPT = "return redis.call('GET', KEYS[1]) .. ARGV[1]";

function connect(): Redis
{
    global $host, $port;
    $client = new Redis();
    $client->connect($host, (int) $port, 5);
    $client->setOption(Redis::OPT_READ_TIMEOUT, 5);
    return $client;
}

function expect(mixed $got, mixed $wanted): void
{
    if ($got !== $wanted) {
        throw new Exception(json_encode($got) . ' instead of ' . json_encode($wanted));
    }
}

/** A process of its own for what has to happen while this one waits. */
function meanwhile(callable $task): int
{
    $child = pcntl_fork();
    if ($child === 0) {
        try {
            $task(connect());
        } catch (Exception) {
            // The one that waits will miss it.
        }
        posix_kill(getmypid(), SIGKILL); // Without closing what it shares with its parent.
    }
    return $child;
}

function spoken(Redis $client): int
{
    $hello = $client->rawCommand('HELLO');
    return $hello[array_search('proto', $hello) + 1];
}

$capabilities = [
    'strings' => function (Redis $client) use ($prefix) {
        expect($client->set($prefix . 'string', 'value'), true);
        expect($client->get($prefix . 'string'), 'value');
        expect($client->get($prefix . 'none'), false);
        $many = [];
        for ($i = 0; $i < 20; $i++) {
            $many[$prefix . "many:$i"] = "value $i";
        }
        expect($client->mset($many), true);
        expect($client->mget(array_keys($many)), array_values($many));
        expect($client->del(array_keys($many)), 20);
    },
    'hashes' => function (Redis $client) use ($prefix) {
        $client->hMSet($prefix . 'hash', ['a' => '1', 'b' => '2']);
        expect($client->hGetAll($prefix . 'hash'), ['a' => '1', 'b' => '2']);
        expect($client->hGetAll($prefix . 'none'), []);
    },
    'sorted sets' => function (Redis $client) use ($prefix) {
        $client->zAdd($prefix . 'zset', 1, 'one', 2.5, 'more');
        expect($client->zRange($prefix . 'zset', 0, -1, true), ['one' => 1.0, 'more' => 2.5]);
        expect($client->zScore($prefix . 'zset', 'one'), 1.0);
    },
    'pipelines' => function (Redis $client) use ($prefix) {
        $pipeline = $client->pipeline();
        $wanted = [];
        for ($i = 0; $i < 200; $i++) {
            $pipeline->set($prefix . "p:$i", "value $i")->get($prefix . "p:$i");
            array_push($wanted, true, "value $i");
        }
        expect($pipeline->exec(), $wanted);
    },
    'transactions' => function (Redis $client) use ($prefix) {
        [$one, $two] = ['{' . $prefix . 't}:1', '{' . $prefix . 't}:2'];
        $replies = $client->multi()->set($one, 'a')->set($two, 'b')->mget([$one, $two])->exec();
        expect($replies, [true, true, ['a', 'b']]);
        $watcher = connect();
        $watcher->watch($one);
        expect($watcher->get($one), 'a');
        $client->set($one, 'changed');
        expect($watcher->multi()->set($one, 'lost')->exec(), false);
        expect($client->get($one), 'changed');
    },
    'pub/sub' => function (Redis $client) use ($prefix) {
        $publish = function (Redis $publisher, string $channel) {
            // Until there is a subscriber to count: this library does not tell when it is one.
            for ($tries = 0; $publisher->publish($channel, 'hello') === 0 && $tries < 400; $tries++) {
                usleep(10_000);
            }
        };
        $received = [];
        $child = meanwhile(fn (Redis $publisher) => $publish($publisher, $prefix . 'news'));
        $receive = function (Redis $subscriber, string ...$message) use (&$received) {
            $received[] = $message;
            $subscriber->close(); // The only way to go on.
        };
        silently(fn () => connect()->subscribe([$prefix . 'news'], $receive));
        pcntl_waitpid($child, $status);
        $child = meanwhile(fn (Redis $publisher) => $publish($publisher, $prefix . 'olds'));
        silently(fn () => connect()->psubscribe([$prefix . '?lds'], $receive));
        pcntl_waitpid($child, $status);
        expect($received, [[$prefix . 'news', 'hello'], [$prefix . '?lds', $prefix . 'olds', 'hello']]);
    },
    'blocking pops' => function (Redis $client) use ($prefix) {
        $key = $prefix . 'queue';
        $client->del($key);
        $child = meanwhile(function (Redis $pusher) use ($key) {
            usleep(100_000); // Now the pop is most likely waiting.
            $pusher->rPush($key, 'job');
        });
        $popped = $client->blPop([$key], 4);
        pcntl_waitpid($child, $status);
        expect($popped, [$key, 'job']);
        expect($client->blPop([$key], 1), []);
    },
    'scripts' => function (Redis $client) use ($prefix) {
        $client->set($prefix . 'script', 'value');
        expect($client->eval(SCRIPT, [$prefix . 'script', '!'], 1), 'value!');
        $sha = $client->script('load', "return ARGV[1] .. redis.call('GET', KEYS[1])");
        expect($client->evalSha($sha, [$prefix . 'script', '!'], 1), '!value');
    },
    'scan' => function (Redis $client) use ($prefix) {
        $keys = [];
        for ($i = 0; $i < 100; $i++) {
            $keys[] = sprintf('%sscan:%02d', $prefix, $i);
            $client->set(end($keys), '');
        }
        $found = [];
        $client->setOption(Redis::OPT_SCAN, Redis::SCAN_RETRY);
        for ($cursor = null; ($some = $client->scan($cursor, $prefix . 'scan:*', 7)) !== false;) {
            array_push($found, ...$some);
        }
        $found = array_unique($found);
        sort($found);
        expect($found, $keys);
    },
    'info' => function (Redis $client) {
        expect(substr_count($client->info()['redis_version'] ?? '', '.'), 2);
    },
];

/** Its own close, in the middle of a subscription, makes the library complain. */
function silently(callable $task): void
{
    try {
        @$task();
    } catch (RedisException) {
    }
}

echo 'version ', phpversion('redis'), "\n";
if ($protocol === '3') {
    echo "unsupported RESP3: the client has none\n";
    exit;
}
$client = connect();
echo 'speaks ', spoken($client), "\n";
foreach ($capabilities as $name => $attempt) {
    $client->clearLastError();
    try {
        $attempt($client);
        echo "ok $name\n";
    } catch (Throwable $e) {
        $error = $client->getLastError() ?? get_class($e); // An error reply is mostly just false.
        echo "failed $name: ", strtok("$error: {$e->getMessage()}", "\n"), "\n";
    }
}
