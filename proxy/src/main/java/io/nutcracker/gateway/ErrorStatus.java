// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.gateway;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.FORBIDDEN;
import static io.netty.handler.codec.http.HttpResponseStatus.GATEWAY_TIMEOUT;
import static io.netty.handler.codec.http.HttpResponseStatus.SERVICE_UNAVAILABLE;
import static io.netty.handler.codec.http.HttpResponseStatus.UNAUTHORIZED;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.nutcracker.server.ServerFailure;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;

/** The statuses of HTTP that go with error replies. */
@SuppressWarnings("ImmutableEnumChecker") // The predicates are lambdas without state.
enum ErrorStatus {
  /** Who the visitor is, is not said or not true. */
  WHO(UNAUTHORIZED, error -> error.startsWith("NOAUTH ") || error.startsWith("WRONGPASS ")),
  /** The user must not do this. */
  PERMISSION(FORBIDDEN, error -> error.startsWith("NOPERM ")),
  /** A server has not answered in time. */
  TOO_SLOW(GATEWAY_TIMEOUT, error -> isOneOf(error, EnumSet.of(ServerFailure.TIMED_OUT))),
  /** A server has failed. The visitor, and no server, has named a database that there is not. */
  SERVER(
      SERVICE_UNAVAILABLE,
      error ->
          isOneOf(
              error,
              EnumSet.complementOf(
                  EnumSet.of(ServerFailure.TIMED_OUT, ServerFailure.NO_DATABASE)))),
  /** The pool has as many clients as it may. */
  FULL(SERVICE_UNAVAILABLE, error -> error.equals("ERR max number of clients reached")),
  /** What servers say of a command that they do not carry out. */
  COMMAND(BAD_REQUEST, _ -> true);

  private final HttpResponseStatus status;
  private final Predicate<String> includes;

  ErrorStatus(HttpResponseStatus status, Predicate<String> includes) {
    this.status = status;
    this.includes = includes;
  }

  private static boolean isOneOf(String error, Set<ServerFailure> failures) {
    return failures.stream().anyMatch(failure -> error.equals("ERR " + failure.text()));
  }

  /** That of an error reply without its type's character. */
  static HttpResponseStatus of(String error) {
    return Arrays.stream(values())
        .filter(row -> row.includes.test(error))
        .findFirst()
        .orElseThrow()
        .status;
  }
}
