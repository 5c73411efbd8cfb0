// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.hashkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys go where the C program sends them. */
class KeyRouterTest {
  private static final HashTag BRACES = new HashTag((byte) '{', (byte) '}');
  private static final String DIGITS =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

  static List<RoutingVectors.Layout> layouts() throws IOException {
    return RoutingVectors.load().layouts();
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void sendsEveryKeyWhereTwemproxySendsIt(RoutingVectors.Layout layout) throws IOException {
    var keys = RoutingVectors.load().keys();
    for (var distribution : List.of(Distribution.KETAMA, Distribution.MODULA)) {
      for (var hash : KeyHash.values()) {
        assertThat(route(router(layout, distribution, hash), keys))
            .as("%s, %s", distribution, hash)
            .isEqualTo(layout.route(distribution, hash));
      }
    }
  }

  @Test
  void aPoolsOnlyServerGetsEveryKeyUnhashed() {
    Continuum untouched =
        hash -> {
          throw new AssertionError("the continuum was asked");
        };
    var router = new KeyRouter(KeyHash.JENKINS, BRACES, untouched, 1);
    var key = buffer("key");

    assertThat(router.serverIndex(key, 0, 3)).isZero();
    assertThat(router.hash(key, 0, 3)).isZero();
  }

  @Test
  void theLastLiveServerOfSeveralKeepsItsIndex() {
    var live = List.of(new RingServer(2, "server3", 1));
    var key = buffer("key");

    for (var distribution : Distribution.values()) {
      var continuum = distribution.continuum(live, new Random(1));
      assertThat(new KeyRouter(KeyHash.MD5, null, continuum, 4).serverIndex(key, 0, 3))
          .isEqualTo(2);
    }
  }

  @Test
  void theEmptyKeyHasHashZeroWhateverTheFunction() {
    var empty = Unpooled.EMPTY_BUFFER;

    assertThat(KeyHash.JENKINS.hash(empty, 0, 0)).isNotZero();
    assertThat(router(KeyHash.JENKINS, null).hash(empty, 0, 0)).isZero();
    assertThat(router(KeyHash.JENKINS, BRACES).hash(empty, 0, 0)).isZero();
  }

  @Test
  void keysWithTheSameTagHaveTheHashOfTheTag() {
    var router = router(KeyHash.FNV1A_64, BRACES);
    var key = buffer("user:{42}:name");

    assertThat(router.hash(key, 0, key.readableBytes()))
        .isEqualTo(KeyHash.FNV1A_64.hash(buffer("42"), 0, 2));
  }

  @Test
  void withoutAConfiguredTagBracesAreOrdinaryBytes() {
    var key = buffer("user:{42}:name");
    int length = key.readableBytes();

    assertThat(router(KeyHash.FNV1A_64, null).hash(key, 0, length))
        .isEqualTo(KeyHash.FNV1A_64.hash(key, 0, length));
  }

  @Test
  void randomNeverHashes() {
    var live = List.of(new RingServer(0, "a", 1), new RingServer(1, "b", 1));
    var continuum = Distribution.RANDOM.continuum(live, new Random(1));
    var router = new KeyRouter(KeyHash.MD5, null, continuum, 2);
    var key = buffer("key");

    assertThat(router.hash(key, 0, 3)).isZero();
    assertThat(IntStream.range(0, 100).map(i -> router.serverIndex(key, 0, 3))).contains(0, 1);
  }

  private static KeyRouter router(KeyHash hash, @Nullable HashTag tag) {
    return new KeyRouter(hash, tag, _ -> 0, 2);
  }

  private static KeyRouter router(
      RoutingVectors.Layout layout, Distribution distribution, KeyHash hash) {
    var continuum = distribution.continuum(layout.live(), new Random(1));
    return new KeyRouter(hash, layout.hashTag(), continuum, layout.serversSorted().size());
  }

  /** The keys' server indices, each as a base-62 digit. */
  private static String route(KeyRouter router, List<byte[]> keys) {
    var digits = new StringBuilder();
    for (var key : keys) {
      int index = router.serverIndex(Unpooled.wrappedBuffer(key), 0, key.length);
      digits.append(DIGITS.charAt(index));
    }
    return digits.toString();
  }

  private static ByteBuf buffer(String text) {
    return Unpooled.copiedBuffer(text, UTF_8);
  }
}
