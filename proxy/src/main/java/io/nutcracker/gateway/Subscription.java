// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.nutcracker.admin.LateAnswer;
import io.nutcracker.admin.Recipient;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The messages of channels.
 *
 * @param last one more channel, unless it is empty
 */
record Subscription(PoolClient client, List<byte[]> words, ByteBuf last) implements LateAnswer {
  private static final Set<String> COMMANDS = Set.of("SUBSCRIBE", "PSUBSCRIBE", "SSUBSCRIBE");

  /** Whether these words, of which there is at least one, ask for messages. */
  static boolean isBegunBy(List<byte[]> words) {
    return COMMANDS.contains(new String(words.getFirst(), ISO_8859_1).toUpperCase(Locale.ROOT));
  }

  @Override
  public void start(Recipient recipient) {
    int channels = words.size() - 1 + (last.isReadable() ? 1 : 0);
    var refusal = client.delivery(recipient, "");
    client.ask(words, last, new EventStream(client.visitor(), recipient, refusal, channels));
  }
}
