// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.CONTINUE;
import static io.netty.handler.codec.http.HttpResponseStatus.INTERNAL_SERVER_ERROR;
import static io.netty.handler.codec.http.HttpResponseStatus.METHOD_NOT_ALLOWED;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE;
import static io.netty.handler.codec.http.HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
import static io.netty.handler.codec.http.HttpResponseStatus.REQUEST_URI_TOO_LONG;
import static io.netty.handler.codec.http.HttpResponseStatus.SERVICE_UNAVAILABLE;
import static io.netty.handler.codec.http.HttpResponseStatus.UNAUTHORIZED;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to the admin port that speaks HTTP: takes requests together, finds what stands
 * behind their paths, and sends the answers. A request that is refused before its body has come is
 * the connection's last, because nobody wants to read that body.
 */
final class HttpConnection extends SimpleChannelInboundHandler<HttpObject> {
  private static final Logger log = LoggerFactory.getLogger(HttpConnection.class);

  /** Between two requests, for one to arrive, and for a response to be taken. */
  static final int IDLE_SECONDS = 60;

  /**
   * How long a connection that is over is read from: to close it with bytes unread would make the
   * system reset it, and the last response might be lost.
   */
  private static final int LINGER_SECONDS = 2;

  private final AdminPaths paths;
  private final @Nullable AdminToken token;
  private final RequestBody body;
  private @Nullable ScheduledFuture<?> deadline;

  /** The request whose body is arriving, and what will answer it. */
  private @Nullable HttpRequest head;

  private RequestUri uri = new RequestUri("/");
  private @Nullable AdminResource resource;

  /** What answers it instead. */
  private @Nullable AdminResponse refusal;

  /** Whether an answer will come later, or its end. */
  private boolean waiting;

  /** Whether the visitor will not ask anything more. */
  private boolean hasAskedAll;

  /** Whether the last response has been given. */
  private boolean over;

  HttpConnection(AdminPaths paths, @Nullable AdminToken token) {
    this.paths = paths;
    this.token = token;
    this.body = new RequestBody(paths.held());
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    extendDeadline(context, IDLE_SECONDS);
  }

  private void extendDeadline(ChannelHandlerContext context, int seconds) {
    cancelDeadline();
    deadline = context.executor().schedule(() -> context.close(), seconds, SECONDS);
  }

  private void cancelDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    cancelDeadline();
    body.clear();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
    if (!over && message instanceof HttpRequest request) {
      begin(context, request);
    }
    if (!over && message instanceof HttpContent content) {
      take(context, content);
    }
    if (!over && message instanceof LastHttpContent) {
      end(context);
    }
  }

  private void begin(ChannelHandlerContext context, HttpRequest request) {
    head = request;
    resource = null;
    body.clear();
    if (request.decoderResult().isFailure()) {
      sendLast(context, unreadable(request.decoderResult().cause()));
      return;
    }
    if (request.headers().get(HttpHeaderNames.USER_AGENT, "").startsWith("Mozilla/")) {
      context.channel().attr(AdminListener.BROWSER).set(true);
    }
    uri = new RequestUri(request.uri());
    resource = paths.at(uri.path());
    refusal = refusal(request, uri.path(), resource);
    if (refusal != null && hasBody(request)) {
      sendLast(context, refusal);
    } else if (HttpUtil.is100ContinueExpected(request)) {
      context.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, CONTINUE));
    }
  }

  private static boolean hasBody(HttpRequest request) {
    return HttpUtil.isTransferEncodingChunked(request)
        || HttpUtil.getContentLength(request, 0L) > 0;
  }

  private boolean knowsToken(HttpRequest request) {
    return token == null || token.isIn(request.headers().get(HttpHeaderNames.AUTHORIZATION, ""));
  }

  private @Nullable AdminResponse refusal(
      HttpRequest request, String path, @Nullable AdminResource resource) {
    if (!knowsToken(request) && (resource == null || !resource.isOpen())) {
      return unauthorized(request);
    }
    if (resource == null) {
      return AdminResponse.error(NOT_FOUND, "there is no " + path);
    }
    if (!resource.methods().contains(request.method().name())) {
      String allowed = String.join(", ", new TreeSet<>(resource.methods()));
      return AdminResponse.error(METHOD_NOT_ALLOWED, path + " understands " + allowed)
          .with(HttpHeaderNames.ALLOW, allowed);
    }
    return HttpUtil.getContentLength(request, 0L) > resource.maxBodyBytes()
        ? tooLarge(resource)
        : resource.refusal(request.headers());
  }

  /**
   * A browser asks its user for a password when it opens a page, but not behind the page's back.
   */
  private static AdminResponse unauthorized(HttpRequest request) {
    AdminResponse response =
        AdminResponse.error(UNAUTHORIZED, "this needs the admin token")
            .with(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"nutcracker\"");
    return request.headers().contains(HttpHeaderNames.ACCEPT, AdminResponse.JSON, true)
        ? response
        : response.with(
            HttpHeaderNames.WWW_AUTHENTICATE, "Basic realm=\"nutcracker\", charset=\"UTF-8\"");
  }

  private static AdminResponse unreadable(Throwable cause) {
    return switch (cause) {
      case TooLongHttpLineException _ ->
          AdminResponse.error(REQUEST_URI_TOO_LONG, "the request's first line is too long");
      case TooLongHttpHeaderException _ ->
          AdminResponse.error(
              REQUEST_HEADER_FIELDS_TOO_LARGE, "the request's headers are too long");
      default -> AdminResponse.error(BAD_REQUEST, "this is no HTTP request");
    };
  }

  private static AdminResponse tooLarge(AdminResource resource) {
    return AdminResponse.error(
        REQUEST_ENTITY_TOO_LARGE,
        "a request may have %d bytes here".formatted(resource.maxBodyBytes()));
  }

  private void take(ChannelHandlerContext context, HttpContent content) {
    if (content.decoderResult().isFailure()) {
      sendLast(context, unreadable(content.decoderResult().cause()));
      return;
    }
    AdminResource taker = resource;
    if (taker == null) {
      return;
    }
    if (body.length() + content.content().readableBytes() > taker.maxBodyBytes()) {
      sendLast(context, tooLarge(taker));
    } else if (!body.add(content.content(), context.alloc())) {
      sendLast(
          context,
          AdminResponse.error(
              SERVICE_UNAVAILABLE, "other visitors have sent too much at once; try it again"));
    }
  }

  private void end(ChannelHandlerContext context) {
    HttpRequest request = head;
    AdminResource answering = resource;
    head = null;
    if (request == null) {
      return;
    }
    AdminAnswer answer = refusal;
    if (answer == null && answering != null) {
      answer = answer(context, answering, request);
    }
    boolean goesOn =
        request.protocolVersion().equals(HttpVersion.HTTP_1_1) && HttpUtil.isKeepAlive(request);
    switch (answer) {
      case AdminResponse response -> send(context, response, goesOn);
      case LateAnswer late -> await(context, late, goesOn);
      case null -> throw new AssertionError("a path without a resource is refused");
    }
  }

  /**
   * An answer may take as long as it takes. Who has ended its own direction may have gone for good,
   * and is waited for no longer than it takes to answer at once.
   */
  private void await(ChannelHandlerContext context, LateAnswer late, boolean goesOn) {
    waiting = true;
    cancelDeadline();
    if (hasAskedAll) {
      extendDeadline(context, LINGER_SECONDS);
    }
    try {
      late.start(new Delivery(context, this, goesOn, paths.held()));
    } catch (RuntimeException e) {
      send(context, failed(e), goesOn);
    }
  }

  private AdminAnswer answer(
      ChannelHandlerContext context, AdminResource answering, HttpRequest request) {
    try {
      return answering.answer(
          new AdminRequest(
              context.channel(),
              request.method().name(),
              request.uri(),
              uri.path(),
              uri.parameters(),
              request.headers(),
              body.bytes()));
    } catch (RuntimeException e) {
      return failed(e);
    }
  }

  private AdminResponse failed(RuntimeException e) {
    log.error("cannot answer {}", uri.path(), e);
    return AdminResponse.error(INTERNAL_SERVER_ERROR, "the log tells what went wrong");
  }

  /** Sends the response to the current request, which it ends. */
  ChannelFuture send(ChannelHandlerContext context, AdminResponse response, boolean goesOn) {
    return sendEnd(context, HttpMessages.whole(response, goesOn), goesOn);
  }

  private void sendLast(ChannelHandlerContext context, AdminResponse response) {
    send(context, response, false);
  }

  /** Sends the end of the response; the next request may begin before this returns. */
  ChannelFuture sendEnd(ChannelHandlerContext context, LastHttpContent end, boolean goesOn) {
    over |= !goesOn;
    waiting = false;
    body.clear();
    extendDeadline(context, IDLE_SECONDS);
    return context.writeAndFlush(end).addListener(_ -> onSent(context, goesOn));
  }

  private void onSent(ChannelHandlerContext context, boolean goesOn) {
    if (!goesOn) {
      finish(context);
    } else if (!waiting) {
      extendDeadline(context, IDLE_SECONDS);
    }
  }

  /** Ends our direction, and waits a little for the visitor to end its own. */
  private void finish(ChannelHandlerContext context) {
    if (context.channel() instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    }
    extendDeadline(context, LINGER_SECONDS);
  }

  /** Its requests have been answered, or will never be whole. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> context.close());
    }
    if (event.equals(RequestQueue.LAST_REQUEST_READ)) {
      hasAskedAll = true;
      if (waiting) {
        extendDeadline(context, LINGER_SECONDS);
      }
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
