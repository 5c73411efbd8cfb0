// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.gateway;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.FORBIDDEN;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.UNAUTHORIZED;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.nutcracker.admin.AdminAnswer;
import io.nutcracker.admin.AdminRequest;
import io.nutcracker.admin.AdminResource;
import io.nutcracker.admin.AdminResponse;
import io.nutcracker.admin.Authorization;
import io.nutcracker.admin.HeldBytes;
import java.util.Set;
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
      if (!path.pool().equals(name())) {
        throw nothingThere(request);
      }
      return switch (path.kind()) {
        case "cmd" -> command(path, request);
        default -> throw nothingThere(request);
      };
    } catch (RefusedException e) {
      return e.response();
    }
  }

  private static RefusedException nothingThere(AdminRequest request) {
    return new RefusedException(
        NOT_FOUND, "there is no " + request.path() + "; commands are at /pool/NAME/cmd/COMMAND/…");
  }

  private AdminAnswer command(PoolPath path, AdminRequest request) throws RefusedException {
    if (path.words().isEmpty() || path.words().getFirst().length == 0) {
      throw nothingThere(request);
    }
    if (StateCommands.contain(path.words())) {
      throw new RefusedException(
          BAD_REQUEST, "this command is about a client's connection, and HTTP has none of its own");
    }
    return new CommandAnswer(door, held, identity(path.form(), request), path, request);
  }

  private Identity identity(ReplyForm form, AdminRequest request) {
    Authorization said = door.config().asksWho() ? authorization(request.headers()) : null;
    return new Identity(door.config(), form.version(), said, request.parameter("db").orElse(null));
  }
}
