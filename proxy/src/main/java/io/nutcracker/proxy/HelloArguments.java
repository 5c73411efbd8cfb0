// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.proxy;

import io.nutcracker.protocol.redis.RedisReplies;
import io.nutcracker.protocol.redis.RespVersion;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants with {@code HELLO [version [AUTH user password] [SETNAME name]]}.
 *
 * @param version null to keep the one there is
 * @param user null, and so the password, if there is no AUTH
 * @param name null if there is no SETNAME
 * @param error why none of it is to be done, for {@link RedisReplies#error}; null if all is well
 */
record HelloArguments(
    @Nullable RespVersion version,
    @Nullable String user,
    @Nullable String password,
    @Nullable String name,
    @Nullable String error) {
  /** Without the password. */
  @Override
  public String toString() {
    return "HELLO " + (version == null ? "" : version.number());
  }

  static HelloArguments of(List<String> arguments) {
    if (arguments.isEmpty()) {
      return new HelloArguments(null, null, null, null, null);
    }
    String number = arguments.getFirst();
    return switch (number) {
      case "2" -> withOptions(RespVersion.RESP2, arguments);
      case "3" -> withOptions(RespVersion.RESP3, arguments);
      default ->
          refused(
              RedisSession.isNumber(number)
                  ? "NOPROTO unsupported protocol version"
                  : "ERR Protocol version is not an integer or out of range");
    };
  }

  private static HelloArguments withOptions(RespVersion version, List<String> arguments) {
    String user = null;
    String password = null;
    String name = null;
    int at = 1;
    while (at < arguments.size()) {
      String option = arguments.get(at).toUpperCase(Locale.ROOT);
      int values = arguments.size() - at - 1;
      if (option.equals("AUTH") && values >= 2) {
        user = arguments.get(at + 1);
        password = arguments.get(at + 2);
        at += 3;
      } else if (option.equals("SETNAME") && values >= 1) {
        name = arguments.get(at + 1);
        at += 2;
      } else {
        return refused(
            "ERR Syntax error in HELLO option '" + RedisReplies.oneLine(arguments.get(at)) + "'");
      }
    }
    return new HelloArguments(version, user, password, name, null);
  }

  private static HelloArguments refused(String error) {
    return new HelloArguments(null, null, null, null, error);
  }
}
