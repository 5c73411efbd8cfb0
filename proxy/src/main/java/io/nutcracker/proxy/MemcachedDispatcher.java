// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.nutcracker.config.PoolConfig;
import io.nutcracker.config.Version;
import io.nutcracker.mbuf.ReceiveBuffer;
import io.nutcracker.mbuf.SendBuffer;
import io.nutcracker.protocol.ResponseFilter;
import io.nutcracker.protocol.memcached.Base64Key;
import io.nutcracker.protocol.memcached.MemcachedCoalescer;
import io.nutcracker.protocol.memcached.MemcachedCommand;
import io.nutcracker.protocol.memcached.MemcachedFragmenter;
import io.nutcracker.protocol.memcached.MemcachedReplies;
import io.nutcracker.protocol.memcached.MemcachedRequestParser;
import io.nutcracker.protocol.memcached.QuietReplies;
import io.nutcracker.server.Request;
import io.nutcracker.server.ServerConnection;
import io.nutcracker.server.ServerFailure;
import io.nutcracker.server.ServerPool;
import io.nutcracker.stats.CommandGroup;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The requests of a memcached client. */
final class MemcachedDispatcher extends Dispatcher<MemcachedRequestParser> {
  private static final byte[] VERSION = MemcachedReplies.version(Version.current());

  private final Splitting<MemcachedFragmenter, MemcachedCoalescer> splitting;

  /** Most clients need none. */
  private @Nullable Base64Key base64Key;

  MemcachedDispatcher(
      ClientConnection client,
      Splitting<MemcachedFragmenter, MemcachedCoalescer> splitting,
      ServerPool pool) {
    super(client, pool, parser(pool.config()));
    this.splitting = splitting;
  }

  private static MemcachedRequestParser parser(PoolConfig config) {
    int most = MemcachedRequestParser.MAX_KEY_LENGTH;
    int maxKeyLength = config.maxKeyLength() == 0 ? most : Math.min(config.maxKeyLength(), most);
    return new MemcachedRequestParser(maxKeyLength, config.maxRequestSize());
  }

  @Override
  boolean takeRequest(ReceiveBuffer received) {
    switch (parser.parse(received.in(), received.asideBytes())) {
      case INCOMPLETE -> {
        waitForMore(received);
        return false;
      }
      case REQUEST -> onRequest(received);
      case REJECTED -> {
        client.reply(parser.rejection());
        received.skip(parser.length());
      }
      case FATAL -> client.onProtocolError(parser.rejection(), whyFatal());
    }
    resetParser();
    return true;
  }

  @Override
  void announce(ByteBuf in, int from, int length) {
    CommandGroup group = CommandGroups.of(parser.command());
    boolean hasKey = parser.keys() > 0;
    int key = hasKey ? parser.keyOffset(0) : 0;
    client.onRequest(group, in, from, length, key, hasKey ? parser.keyLength(0) : 0);
  }

  /** The line: values are not in it. */
  @Override
  List<String> shown(byte[] start) {
    String text = new String(start, ISO_8859_1);
    return text.lines().limit(1).flatMap(line -> Stream.of(line.split(" "))).toList();
  }

  private String whyFatal() {
    if (parser.isBinaryProtocol()) {
      return "speaks memcached's binary protocol, which is not served; text and meta commands are";
    }
    String reply = new String(parser.rejection(), ISO_8859_1).strip();
    return reply.isEmpty() ? "speaks HTTP" : reply;
  }

  @Override
  void dispatch(ByteBuf in, int from, int length) {
    MemcachedCommand command = parser.command();
    if (command.isLocal()) {
      answer(command);
    } else if (command.isBroadcast() || parser.keys() > 1) {
      split(command, in, from, length);
    } else {
      forward(command, in, from, length);
    }
  }

  private void answer(MemcachedCommand command) {
    switch (command) {
      case VERSION -> client.reply(VERSION);
      case MN -> client.reply(MemcachedReplies.MN);
      case QUIT -> client.end(CloseReason.QUIT);
      default -> throw new AssertionError(command);
    }
  }

  private void split(MemcachedCommand command, ByteBuf in, int from, int length) {
    MemcachedFragmenter fragmenter = splitting.fragmenter();
    if (command.isBroadcast()) {
      fragmenter.broadcast(in, from, parser, pool.servers().size());
    } else {
      fragmenter.split(in, from, parser, client.router(), pool.servers().size());
    }
    if (client.postponed(fragmenter, in, from, length)) {
      return;
    }
    SplitRequest<MemcachedCoalescer> request = client.enqueue(splitting.requests().take());
    if (parser.isNoreply()) {
      request.hideResponses(ResponseFilter.ALL);
    }
    request.coalescer().start(fragmenter, client.sendBuffer(), pool.serverNames());
    request.forward(fragmenter, client);
  }

  private void forward(MemcachedCommand command, ByteBuf in, int from, int length) {
    ServerConnection server = client.serverConnection(serverIndex(in, from));
    if (client.postponed(server, in, from, length)) {
      return;
    }
    Request request = request(command);
    int cut = parser.cutLength();
    if (cut == 0) {
      server.forward(request, in, from, length);
    } else if (server.enqueue(request, length - cut)) {
      int behind = parser.cutOffset() + cut;
      SendBuffer out = server.sendBuffer();
      out.append(in, from, parser.cutOffset());
      out.append(in, from + behind, length - behind);
    }
  }

  private Request request(MemcachedCommand command) {
    if (parser.isNoreply()) {
      return client.noreplyRequest();
    }
    ClientRequest request = client.enqueueRequest();
    if (parser.isQuiet()) {
      request.hideResponses(QuietReplies.to(command));
    }
    return request;
  }

  private int serverIndex(ByteBuf in, int from) {
    int key = from + parser.keyOffset(0);
    int length = parser.keyLength(0);
    if (parser.isKeyBase64()) {
      ByteBuf decoded = base64Key().decode(in, key, length);
      return client.router().serverIndex(decoded, 0, decoded.readableBytes());
    }
    return client.router().serverIndex(in, key, key + length);
  }

  private Base64Key base64Key() {
    Base64Key known = base64Key;
    if (known == null) {
      known = new Base64Key();
      base64Key = known;
    }
    return known;
  }

  @Override
  byte[] error(ServerFailure failure) {
    return MemcachedReplies.serverError(failure.text());
  }
}
