// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.conformance;

import io.nutcracker.protocol.redis.RedisCommand;
import io.nutcracker.testing.RedisServer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The second oracle: one redis-server without any proxy. Where ours differs from the C program it
 * mostly answers as Redis does. Commands the proxy does not know are taken from this server as
 * well, so that it refuses them in its own words.
 */
final class RedisOracle implements AutoCloseable {
  /** What the proxy takes, from the C program's table or not. */
  private static final Set<RedisCommand> OURS = EnumSet.allOf(RedisCommand.class);

  private final RedisServer server;

  RedisOracle() {
    server = RedisServer.start(options().toArray(String[]::new));
  }

  private static List<String> options() {
    return CommandTable.unsupported().stream()
        .filter(command -> OURS.stream().noneMatch(known -> known.name().equals(command)))
        .flatMap(command -> Stream.of("--rename-command", command, ""))
        .toList();
  }

  /** Plays a transcript over the empty server. */
  List<Outcome> play(Transcript transcript) {
    ServerData.wipe(server);
    return TranscriptPlayer.play(transcript, server.address());
  }

  @Override
  public void close() {
    server.close();
  }
}
