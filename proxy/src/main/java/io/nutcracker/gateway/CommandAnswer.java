// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.nutcracker.admin.LateAnswer;
import io.nutcracker.admin.Recipient;
import java.util.List;

/**
 * What a pool replies to a command.
 *
 * @param last one more word, unless it is empty
 */
record CommandAnswer(PoolClient client, List<byte[]> words, ByteBuf last) implements LateAnswer {
  @Override
  public void start(Recipient recipient) {
    var name = new String(words.getFirst(), UTF_8);
    client.ask(words, last, client.delivery(recipient, name));
  }
}
