// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.nutcracker.admin.AdminResponse;
import io.nutcracker.admin.LateAnswer;
import io.nutcracker.admin.Recipient;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What a script returns. It is asked for by its digest, and sent to a server that does not know it.
 *
 * @param rest the number of keys, the keys, and arguments
 * @param last one more argument, unless it is empty
 */
record ScriptAnswer(
    PoolClient client, ScriptFolder folder, String name, List<byte[]> rest, ByteBuf last)
    implements LateAnswer {
  /** Files are read elsewhere: a disk may take its time. */
  @Override
  public void start(Recipient recipient) {
    Thread.startVirtualThread(() -> {
      Runnable answer = read(recipient);
      if (client.visitor().isActive()) {
        client.visitor().eventLoop().execute(answer);
      }
    });
  }

  private Runnable read(Recipient recipient) {
    try {
      byte[] script = folder.read(name);
      return () -> run(script, recipient);
    } catch (RefusedException e) {
      return () -> recipient.send(e.response());
    }
  }

  private void run(byte[] script, Recipient recipient) {
    // The body of a visitor who has gone is there no longer.
    if (client.visitor().isActive()) {
      var digest = HexFormat.of().formatHex(sha1(script)).getBytes(US_ASCII);
      client.ask(words("EVALSHA", digest), last, new FirstReply(script, recipient));
    }
  }

  private List<byte[]> words(String command, byte[] script) {
    var words = new ArrayList<byte[]>(rest.size() + 2);
    words.add(command.getBytes(US_ASCII));
    words.add(script);
    words.addAll(rest);
    return words;
  }

  private static byte[] sha1(byte[] script) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(script);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-1", e);
    }
  }

  /** Hears whether the server knows the script. */
  private final class FirstReply implements ReplyListener {
    private final byte[] script;
    private final ReplyListener delivery;

    FirstReply(byte[] script, Recipient recipient) {
      this.script = script;
      this.delivery = client.delivery(recipient, name);
    }

    @Override
    public void onReply(ByteBuf reply) {
      if (ErrorReply.is(reply) && ErrorReply.text(reply).startsWith("NOSCRIPT ")) {
        client.ask(words("EVAL", script), last, delivery);
      } else {
        delivery.onReply(reply);
      }
    }

    @Override
    public void onFailure(AdminResponse response) {
      delivery.onFailure(response);
    }
  }
}
