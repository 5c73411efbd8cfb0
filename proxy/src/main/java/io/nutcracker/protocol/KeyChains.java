// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol;

import java.util.Arrays;

/**
 * A request's keys by server: those of one server are chained, in request order.
 *
 * <pre>
 *   a b c, of which b is server 0's and the others are server 1's
 *
 *   fragment 0   server 0   b
 *   fragment 1   server 1   a ► c
 * </pre>
 *
 * <p>Filled by {@link #start}, {@link #add} for each key and {@link #finish}, in time linear in the
 * number of keys; then read. Where a key lies, its user knows: an offset and a length, which may
 * include what belongs to the key. Reused for the next request, so that the usual one allocates
 * nothing.
 */
public final class KeyChains {
  /** Behind a server's last key. */
  public static final int NONE = -1;

  /** Larger arrays than for this many keys are given up with the next start. */
  private static final int KEPT_KEYS = 64 * 1024;

  private static final int MIN_KEYS = 16;

  private int count;

  /** Per key. */
  private int[] offset = new int[MIN_KEYS];

  private int[] length = new int[MIN_KEYS];
  private int[] nextKey = new int[MIN_KEYS];
  private int[] serverOfKey = new int[MIN_KEYS];

  /** Per server of the pool; valid for those that have keys. */
  private int[] fragmentOfServer = new int[0];

  private int[] firstKey = new int[0];
  private int[] lastKey = new int[0];
  private int[] keysOfServer = new int[0];
  private int[] bytesOfServer = new int[0];

  /** The servers that have keys, by index once {@link #finish finished}: fragment to server. */
  private int[] servers = new int[0];

  private int fragments;

  /**
   * Forgets the last request.
   *
   * @param keys how many will be added at most
   * @param poolSize how many servers there are
   */
  public void start(int keys, int poolSize) {
    forget();
    if (offset.length < keys || (offset.length > KEPT_KEYS && keys <= KEPT_KEYS)) {
      reserveKeys(Math.max(Integer.highestOneBit(keys - 1) << 1, MIN_KEYS));
    }
    if (firstKey.length < poolSize) {
      reserveServers(poolSize);
    }
  }

  private void forget() {
    for (int fragment = 0; fragment < fragments; fragment++) {
      firstKey[servers[fragment]] = NONE;
    }
    count = 0;
    fragments = 0;
  }

  /** Forgets the last request, and larger arrays than for this many keys. */
  public void clear(int keptKeys) {
    forget();
    if (offset.length > keptKeys) {
      reserveKeys(keptKeys);
    }
  }

  /** All or none: running out of memory must not leave the arrays with different lengths. */
  private void reserveKeys(int size) {
    int[][] arrays = new int[4][size];
    offset = arrays[0];
    length = arrays[1];
    nextKey = arrays[2];
    serverOfKey = arrays[3];
  }

  /** All or none, too. */
  private void reserveServers(int size) {
    int[][] arrays = new int[6][size];
    fragmentOfServer = arrays[0];
    firstKey = arrays[1];
    lastKey = arrays[2];
    keysOfServer = arrays[3];
    bytesOfServer = arrays[4];
    servers = arrays[5];
    Arrays.fill(firstKey, NONE);
  }

  /** Appends the next key to its server's chain. */
  public void add(int keyOffset, int keyLength, int server) {
    int key = count++;
    offset[key] = keyOffset;
    length[key] = keyLength;
    nextKey[key] = NONE;
    serverOfKey[key] = server;
    if (firstKey[server] == NONE) {
      firstKey[server] = key;
      keysOfServer[server] = 0;
      bytesOfServer[server] = 0;
      servers[fragments++] = server;
    } else {
      nextKey[lastKey[server]] = key;
    }
    lastKey[server] = key;
    keysOfServer[server]++;
    bytesOfServer[server] += keyLength;
  }

  /** All keys are there: puts the servers in the order of their indices. */
  public void finish() {
    Arrays.sort(servers, 0, fragments);
    for (int fragment = 0; fragment < fragments; fragment++) {
      fragmentOfServer[servers[fragment]] = fragment;
    }
  }

  /** How many servers have keys. */
  public int fragments() {
    return fragments;
  }

  /** The index of a fragment's server; it rises with the fragment. */
  public int server(int fragment) {
    return servers[fragment];
  }

  /** How many keys there are. */
  public int count() {
    return count;
  }

  /** How many keys a fragment has. */
  public int count(int fragment) {
    return keysOfServer[servers[fragment]];
  }

  /** The lengths of a fragment's keys together. */
  public int bytes(int fragment) {
    return bytesOfServer[servers[fragment]];
  }

  /** A fragment's first key. */
  public int firstKey(int fragment) {
    return firstKey[servers[fragment]];
  }

  /** The key after this one in its fragment, or {@link #NONE}. */
  public int nextKey(int key) {
    return nextKey[key];
  }

  /** The fragment that a key went to. */
  public int fragmentOf(int key) {
    return fragmentOfServer[serverOfKey[key]];
  }

  public int offset(int key) {
    return offset[key];
  }

  public int length(int key) {
    return length[key];
  }
}
