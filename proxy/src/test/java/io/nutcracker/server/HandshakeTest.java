// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.nutcracker.config.ServerAuth;
import io.nutcracker.protocol.redis.RespVersion;
import io.nutcracker.testing.Resp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a server is told first, and what its answers mean. */
class HandshakeTest {
  private static final String OK = "+OK\r\n";

  @Test
  void withoutPasswordAndDatabaseThereIsNothingToSay() {
    assertThat(handshake(null, 0).isDone()).isTrue();
  }

  @Test
  void thePasswordComesFirst() {
    assertThat(request(handshake("secret", 15)))
        .isEqualTo("*2\r\n$4\r\nAUTH\r\n$6\r\nsecret\r\n*2\r\n$6\r\nSELECT\r\n$2\r\n15\r\n");
    assertThat(request(handshake("secret", 0))).isEqualTo("*2\r\n$4\r\nAUTH\r\n$6\r\nsecret\r\n");
    assertThat(request(handshake(null, 1))).isEqualTo("*2\r\n$6\r\nSELECT\r\n$1\r\n1\r\n");
  }

  @Test
  void aPasswordIsAsLongAsItsBytes() {
    assertThat(request(handshake("p\u00e4ss w\u00f6rd\r\n", 0)))
        .isEqualTo("*2\r\n$4\r\nAUTH\r\n$13\r\np\u00e4ss w\u00f6rd\r\n\r\n");
  }

  @Test
  void isDoneWhenEachStepIsAnswered() {
    var both = handshake("secret", 1);
    assertThat(answer(both, OK)).isNull();
    assertThat(both.isDone()).isFalse();
    assertThat(answer(both, OK)).isNull();
    assertThat(both.isDone()).isTrue();

    var password = handshake("secret", 0);
    assertThat(answer(password, OK)).isNull();
    assertThat(password.isDone()).isTrue();
  }

  @Test
  void aRefusedPasswordIsLeftForTheClientsToSee() {
    var handshake = handshake("wrong", 1);

    assertThat(answer(handshake, "-WRONGPASS invalid username-password pair\r\n")).isNull();
    assertThat(answer(handshake, "-NOAUTH Authentication required.\r\n")).isNull();
    assertThat(handshake.isDone()).isTrue();
  }

  @Test
  void aRefusedDatabaseFailsTheConnection() {
    var handshake = handshake(null, 99);

    assertThat(answer(handshake, "-ERR DB index is out of range\r\n"))
        .isEqualTo(ServerFailure.NO_DATABASE);
    assertThat(handshake.isDone()).isTrue();
  }

  @Test
  void aClientOfResp3NeedsAServerThatSpeaksIt() {
    var handshake =
        new Handshake(true, new ServerAuth(null, "secret"), RespVersion.RESP3, 15, false);

    assertThat(request(handshake))
        .isEqualTo(
            Resp.command("AUTH", "secret")
                + Resp.command("HELLO", "3")
                + Resp.command("SELECT", "15"));
    assertThat(answer(handshake, OK)).isNull();
    assertThat(answer(handshake, "%1\r\n$5\r\nproto\r\n:3\r\n")).isNull();
    assertThat(handshake.isDone()).isFalse();
    assertThat(answer(handshake, OK)).isNull();
    assertThat(handshake.isDone()).isTrue();

    var older = new Handshake(true, null, RespVersion.RESP3, 0, false);
    assertThat(answer(older, "-ERR unknown command 'HELLO'\r\n")).isEqualTo(ServerFailure.NO_RESP3);
  }

  @Test
  void namesTheUserWhereServersKnowSeveral() {
    var auth = new ServerAuth("proxy", "secret");
    var handshake = new Handshake(true, auth, RespVersion.RESP2, 0, false);

    assertThat(request(handshake)).isEqualTo(Resp.command("AUTH", "proxy", "secret"));
    assertThat(auth.toString()).contains("proxy").doesNotContain("secret");
  }

  private static Handshake handshake(@Nullable String password, int db) {
    return new Handshake(
        true,
        password == null ? null : new ServerAuth(null, password),
        RespVersion.RESP2,
        db,
        false);
  }

  private static String request(Handshake handshake) {
    ByteBuf request = handshake.request(UnpooledByteBufAllocator.DEFAULT);
    String text = request.toString(UTF_8);
    request.release();
    return text;
  }

  private static @Nullable ServerFailure answer(Handshake handshake, String response) {
    return handshake.onResponse(Unpooled.copiedBuffer(response, UTF_8), "alpha", "server1");
  }
}
