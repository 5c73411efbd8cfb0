// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.gateway;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.FORBIDDEN;
import static io.netty.handler.codec.http.HttpResponseStatus.METHOD_NOT_ALLOWED;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.UNAUTHORIZED;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.nutcracker.admin.AdminAnswer;
import io.nutcracker.admin.AdminRequest;
import io.nutcracker.admin.AdminResource;
import io.nutcracker.admin.AdminResponse;
import io.nutcracker.admin.Authorization;
import io.nutcracker.admin.HeldBytes;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /pool/NAME/…}: a pool's commands. */
record PoolCommands(PoolDoor door, HeldBytes held) implements AdminResource {
  static final Set<String> METHODS = Set.of("GET", "POST", "PUT");

  private static final int MAX_BODY_BYTES = 16 * 1024 * 1024;

  @Override
  public Set<String> methods() {
    return METHODS;
  }

  @Override
  public int maxBodyBytes() {
    return Math.min(MAX_BODY_BYTES, door.config().maxRequestSize());
  }

  /** A pool that asks its clients who they are asks its visitors, too. */
  @Override
  public boolean isOpen() {
    return door.config().asksWho();
  }

  @Override
  public @Nullable AdminResponse refusal(HttpHeaders headers) {
    if (CrossSite.made(headers)) {
      return AdminResponse.error(
          FORBIDDEN, "a browser has made this request for a page of another site, or does not say");
    }
    return door.config().asksWho() && authorization(headers) == null
        ? Challenges.addTo(
            AdminResponse.error(
                UNAUTHORIZED, "NOAUTH pool %s needs a user and password".formatted(name())))
        : null;
  }

  private static @Nullable Authorization authorization(HttpHeaders headers) {
    return Authorization.of(headers.get(HttpHeaderNames.AUTHORIZATION, ""));
  }

  private String name() {
    return door.config().name();
  }

  @Override
  public AdminAnswer answer(AdminRequest request) {
    try {
      PoolPath path = PoolPath.of(request.uri());
      boolean isKnown = path.pool().equals(name()) && !path.words().isEmpty();
      return switch (isKnown ? path.kind() : "") {
        case "cmd" -> command(path, request);
        case "script" -> script(path, request);
        default -> throw nothingThere(request);
      };
    } catch (RefusedException e) {
      return e.response();
    }
  }

  private static RefusedException nothingThere(AdminRequest request) {
    return new RefusedException(
        NOT_FOUND,
        "there is no %s; commands are at /pool/NAME/cmd/COMMAND/…, scripts at /pool/NAME/script/FILE"
            .formatted(request.path()));
  }

  private AdminAnswer command(PoolPath path, AdminRequest request) throws RefusedException {
    if (path.words().getFirst().length == 0) {
      throw nothingThere(request);
    }
    BodyWords body = BodyWords.of(request);
    List<byte[]> words = Stream.concat(path.words().stream(), body.words().stream()).toList();
    if (StateCommands.contain(words, body.last())) {
      throw new RefusedException(
          BAD_REQUEST, "this command is about a client's connection, and HTTP has none of its own");
    }
    PoolClient client = client(path.form(), request);
    return Subscription.isBegunBy(words)
        ? subscription(new Subscription(client, words, body.last()), request)
        : new CommandAnswer(client, words, body.last());
  }

  private static AdminAnswer subscription(Subscription subscription, AdminRequest request)
      throws RefusedException {
    if (subscription.client().form() != ReplyForm.JSON) {
      throw new RefusedException(BAD_REQUEST, "messages come as events, which have no other form");
    }
    return request.method().equals("GET")
        ? subscription
        : AdminResponse.error(METHOD_NOT_ALLOWED, "messages are asked for with GET")
            .with(HttpHeaderNames.ALLOW, "GET");
  }

  private AdminAnswer script(PoolPath path, AdminRequest request) throws RefusedException {
    if (path.words().size() != 1) {
      throw nothingThere(request);
    }
    List<byte[]> keys = QueryBytes.of(request.uri(), "keys");
    List<byte[]> arguments = QueryBytes.of(request.uri(), "args");
    BodyWords body = BodyWords.of(request);
    byte[] count = Integer.toString(keys.size()).getBytes(US_ASCII);
    return new ScriptAnswer(
        client(path.form(), request),
        new ScriptFolder(door.config().httpScripts()),
        new String(path.words().getFirst(), UTF_8),
        Stream.of(List.of(count), keys, arguments, body.words()).flatMap(List::stream).toList(),
        body.last());
  }

  private PoolClient client(ReplyForm form, AdminRequest request) {
    Authorization said = door.config().asksWho() ? authorization(request.headers()) : null;
    var identity =
        new Identity(door.config(), form.version(), said, request.parameter("db").orElse(null));
    return new PoolClient(door, identity, form, request.connection(), held);
  }
}
