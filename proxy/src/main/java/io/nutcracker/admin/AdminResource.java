// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What stands behind a path of the admin port. */
@FunctionalInterface
public interface AdminResource {
  Set<String> READING = Set.of("GET", "HEAD");

  /** More than any form or filter; whoever takes more says so. */
  int MAX_BODY_BYTES = 64 * 1024;

  /** Runs on the admin port's thread and must not wait for anything. */
  AdminAnswer answer(AdminRequest request);

  /** The methods it understands. HEAD is answered as GET; the connection drops the content. */
  default Set<String> methods() {
    return READING;
  }

  /** How long a request's body may be. */
  default int maxBodyBytes() {
    return MAX_BODY_BYTES;
  }

  /** What a request is refused with before its body has come; null if it is not. */
  default @Nullable AdminResponse refusal(HttpHeaders headers) {
    return null;
  }

  /** Whether it is for everybody, also where there is a token. */
  default boolean isOpen() {
    return false;
  }
}
