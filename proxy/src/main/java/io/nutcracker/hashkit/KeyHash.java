// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.hashkit;

import io.netty.buffer.ByteBuf;

/**
 * twemproxy's key hash functions, one row each. A function maps bytes to an unsigned 32-bit number,
 * allocates nothing and may be called from any thread.
 *
 * <p>Several of them differ from their textbook namesakes. Clients that place keys themselves, and
 * data already stored, rely on the differences: each is noted where it is made. The most common one
 * is that a byte above 0x7f counts as a negative number, as C's {@code char} does on x86.
 */
@SuppressWarnings("ImmutableEnumChecker") // The functions are static methods without state.
public enum KeyHash {
  ONE_AT_A_TIME("one_at_a_time", OneAtATime::hash),
  MD5("md5", Md5::hash),
  CRC16("crc16", Crc::crc16),
  CRC32("crc32", Crc::crc32),
  CRC32A("crc32a", Crc::crc32a),
  FNV1_64("fnv1_64", Fnv::fnv1x64),
  FNV1A_64("fnv1a_64", Fnv::fnv1ax64),
  FNV1_32("fnv1_32", Fnv::fnv1x32),
  FNV1A_32("fnv1a_32", Fnv::fnv1ax32),
  HSIEH("hsieh", Hsieh::hash),
  MURMUR("murmur", Murmur::hash),
  JENKINS("jenkins", Jenkins::hash);

  private final String configName;
  private final Function function;

  KeyHash(String configName, Function function) {
    this.configName = configName;
    this.function = function;
  }

  /** The function's name in the configuration file. */
  public String configName() {
    return configName;
  }

  /** Hashes the bytes {@code key[from, to)}; the result is an unsigned 32-bit number. */
  public int hash(ByteBuf key, int from, int to) {
    return function.hash(key, from, to);
  }

  @FunctionalInterface
  private interface Function {
    int hash(ByteBuf key, int from, int to);
  }
}
