// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.it.clients;

/** A client of Java, connected. Each method tries something and throws if it does not work. */
interface JavaClient extends AutoCloseable {
  String SCRIPT = "return redis.call('GET', KEYS[1]) .. ARGV[1]";

  /** Another one, for EVALSHA of what no server knows yet. */
  String OTHER_SCRIPT = "return ARGV[1] .. redis.call('GET', KEYS[1])";

  /** The version of the protocol that it really uses. */
  String speaks();

  void strings() throws Exception;

  void hashes() throws Exception;

  /** With scores that are numbers. */
  void sortedSets() throws Exception;

  void pipelines() throws Exception;

  /** With keys of one hash tag, and with a watched key where the client has such. */
  void transactions() throws Exception;

  /** A channel and a pattern. */
  void pubSub() throws Exception;

  /**
   * One that gets something only while it waits, from another connection; one that gets nothing.
   */
  void blockingPops() throws Exception;

  /** EVAL and EVALSHA. */
  void scripts() throws Exception;

  /** All keys of all servers. */
  void scan() throws Exception;

  /** Spring's health check asks for the server's version. */
  void info() throws Exception;

  @Override
  void close();
}
