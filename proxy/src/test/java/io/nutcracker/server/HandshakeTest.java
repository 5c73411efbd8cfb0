// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a server is told first, and what its answers mean. */
class HandshakeTest {
  private static final String OK = "+OK\r\n";

  @Test
  void withoutPasswordAndDatabaseThereIsNothingToSay() {
    assertThat(new Handshake(true, null, 0, false).isDone()).isTrue();
  }

  @Test
  void thePasswordComesFirst() {
    assertThat(request(new Handshake(true, "secret", 15, false)))
        .isEqualTo("*2\r\n$4\r\nAUTH\r\n$6\r\nsecret\r\n*2\r\n$6\r\nSELECT\r\n$2\r\n15\r\n");
    assertThat(request(new Handshake(true, "secret", 0, false)))
        .isEqualTo("*2\r\n$4\r\nAUTH\r\n$6\r\nsecret\r\n");
    assertThat(request(new Handshake(true, null, 1, false)))
        .isEqualTo("*2\r\n$6\r\nSELECT\r\n$1\r\n1\r\n");
  }

  @Test
  void aPasswordIsAsLongAsItsBytes() {
    assertThat(request(new Handshake(true, "p\u00e4ss w\u00f6rd\r\n", 0, false)))
        .isEqualTo("*2\r\n$4\r\nAUTH\r\n$13\r\np\u00e4ss w\u00f6rd\r\n\r\n");
  }

  @Test
  void isDoneWhenEachStepIsAnswered() {
    var both = new Handshake(true, "secret", 1, false);
    assertThat(answer(both, OK)).isNull();
    assertThat(both.isDone()).isFalse();
    assertThat(answer(both, OK)).isNull();
    assertThat(both.isDone()).isTrue();

    var password = new Handshake(true, "secret", 0, false);
    assertThat(answer(password, OK)).isNull();
    assertThat(password.isDone()).isTrue();
  }

  @Test
  void aRefusedPasswordIsLeftForTheClientsToSee() {
    var handshake = new Handshake(true, "wrong", 1, false);

    assertThat(answer(handshake, "-WRONGPASS invalid username-password pair\r\n")).isNull();
    assertThat(answer(handshake, "-NOAUTH Authentication required.\r\n")).isNull();
    assertThat(handshake.isDone()).isTrue();
  }

  @Test
  void aRefusedDatabaseFailsTheConnection() {
    var handshake = new Handshake(true, null, 99, false);

    assertThat(answer(handshake, "-ERR DB index is out of range\r\n"))
        .isEqualTo(ServerFailure.NO_DATABASE);
    assertThat(handshake.isDone()).isTrue();
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
