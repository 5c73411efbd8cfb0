#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Tries what redis-benchmark sends to the server or proxy at an address, and prints a line for each thing.
# Arguments: host, port, and the protocol to ask for: default, 2 or 3. It ends with the first error reply.

host=$1
port=$2
protocol=$3
option=
[ "$protocol" = 3 ] && option=-3

try() { # <capability> <option or word of a command>...
  capability=$1
  shift
  # No option is no word.
  # shellcheck disable=SC2086
  if output=$(redis-benchmark -h "$host" -p "$port" $option -q -n 200 -c 4 -r 1000 "$@" 2>&1); then
    echo "ok $capability"
  else
    echo "failed $capability: $(echo "$output" | tr '\r' '\n' | grep -i -e error -e warning | head -n 1)"
  fi
}

echo version "$(redis-benchmark --version | cut -d ' ' -f 2)"
# It sends HELLO 3 if told to, and no HELLO otherwise.
[ "$protocol" = 3 ] && echo speaks 3 || echo speaks 2
try strings -t ping,set,get,incr,mset
try hashes -t hset
try 'sorted sets' -t zadd,zpopmin
try pipelines -P 16 -t set,get
try scripts eval "return redis.call('SET', KEYS[1], ARGV[1])" 1 redis-benchmark:__rand_int__ value
