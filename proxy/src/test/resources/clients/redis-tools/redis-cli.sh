#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Tries what redis-cli, and so hiredis, can do with the server or proxy at an address, and prints a line
# for each thing. Arguments: host, port, and the protocol to ask for: default, 2 or 3.

host=$1
port=$2
protocol=$3
prefix=redis-cli:$protocol:
option=
[ "$protocol" = default ] || option=-$protocol

newline='
'

# Commands are its arguments, or else lines of its input. Replies come one per line, without their types.
cli() {
  # No option is no word.
  # shellcheck disable=SC2086
  redis-cli -h "$host" -p "$port" $option "$@" 2>&1
}

# Prints the line for what was tried. An error reply is a reply of its own.
expect() { # <capability> <reply> <wanted>
  if [ "$2" = "$3" ]; then
    echo "ok $1"
  else
    echo "failed $1: $(echo "$2" instead of "$3" | tr '\n' ' ' | cut -c 1-200)"
  fi
}

lines() {
  printf '%s\n' "$@"
}

# Until that stands in the file, for five seconds at most.
await() { # <file> <text>
  for _ in $(seq 100); do
    grep -q -e "$2" "$1" && return
    sleep 0.05
  done
}

try_strings() {
  expect strings "$(lines "SET ${prefix}s value" "GET ${prefix}s" "MSET ${prefix}1 a ${prefix}2 b ${prefix}3 c" \
    "MGET ${prefix}1 ${prefix}2 ${prefix}3" "DEL ${prefix}1 ${prefix}2 ${prefix}3" | cli)" \
    "$(lines OK value OK a b c 3)"
}

# JSON shows which type a reply had; to print it, redis-cli speaks RESP3.
try_types() { # <capability> <writing command> <reading command> <wanted JSON> <wanted lines>
  # The commands are words.
  # shellcheck disable=SC2086
  cli $2 >/dev/null
  if [ "$protocol" = 3 ]; then
    # shellcheck disable=SC2086
    expect "$1" "$(cli --json $3)" "$4"
  else
    # shellcheck disable=SC2086
    expect "$1" "$(cli $3)" "$5"
  fi
}

# --pipe asks for an ECHO of its own at the end, to know that all replies have come.
try_pipelines() {
  replies=$(for i in $(seq 20); do
    printf 'SET %sp:%s %s\r\nGET %sp:%s\r\n' "$prefix" $i $i "$prefix" $i
  done | cli --pipe | tail -n 1)
  expect pipelines "$replies" 'errors: 0, replies: 40'
}

try_transactions() {
  expect transactions "$(lines MULTI "SET {$prefix}1 a" "SET {$prefix}2 b" "MGET {$prefix}1 {$prefix}2" EXEC | cli)" \
    "$(lines OK QUEUED QUEUED QUEUED OK OK a b)"
}

try_pub_sub() {
  cli --no-raw PSUBSCRIBE "${prefix}n?ws" >"$heard" &
  subscriber=$!
  await "$heard" psubscribe
  cli PUBLISH "${prefix}news" hello >/dev/null
  await "$heard" hello
  kill $subscriber
  expect pub/sub "$(grep -c -e '"pmessage"' -e "\"${prefix}news\"" -e '"hello"' "$heard")" 3
}

try_blocking_pops() {
  cli DEL "${prefix}queue" >/dev/null
  {
    sleep 0.1 # Now the pop is most likely waiting.
    cli RPUSH "${prefix}queue" job >/dev/null
  } &
  popped=$(cli BLPOP "${prefix}queue" 4)
  wait
  expect 'blocking pops' "$popped|$(cli BLPOP "${prefix}queue" 0.1)" "${prefix}queue${newline}job|"
}

try_scripts() {
  cli SET "${prefix}script" value >/dev/null
  evaluated=$(cli EVAL "return redis.call('GET', KEYS[1]) .. ARGV[1]" 1 "${prefix}script" !)
  sha=$(cli SCRIPT LOAD "return ARGV[1] .. redis.call('GET', KEYS[1])")
  expect scripts "$evaluated $(cli EVALSHA "$sha" 1 "${prefix}script" !)" 'value! !value'
}

try_scan() {
  for i in $(seq 10); do
    lines "SET ${prefix}scan:$i v"
  done | cli >/dev/null
  expect scan "$(cli --scan --pattern "${prefix}scan:*" | sort -u | wc -l | tr -d ' ')" 10
}

try_info() {
  expect info "$(cli INFO | grep -c '^redis_version:[0-9]*\.[0-9]*\.[0-9]')" 1
}

heard=$(mktemp) || exit 1
trap 'rm -f "$heard"' EXIT

echo version "$(redis-cli --version | cut -d ' ' -f 2)"
echo speaks "$(cli HELLO | sed -n '/proto/{s/proto *//;/./!n;p;}')"
try_strings
try_types hashes "HSET ${prefix}h a 1 b 2" "HGETALL ${prefix}h" '{"a":"1","b":"2"}' "$(lines a 1 b 2)"
try_types 'sorted sets' "ZADD ${prefix}z 1 one 2.5 more" "ZRANGE ${prefix}z 0 -1 WITHSCORES" \
  '[["one",1],["more",2.5]]' "$(lines one 1 more 2.5)"
try_pipelines
try_transactions
try_pub_sub
try_blocking_pops
try_scripts
try_scan
try_info
