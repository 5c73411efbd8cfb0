// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.hashkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every function gives what the C program gives, wherever the key lies in memory. */
class KeyHashTest {
  private static final byte NOISE = (byte) 0xee;

  @Test
  void configNamesAreTwemproxysInItsOrder() throws IOException {
    assertThat(Stream.of(KeyHash.values()).map(KeyHash::configName))
        .containsExactlyElementsOf(HashVectors.load().functions());
  }

  @ParameterizedTest
  @EnumSource
  void givesTheVectorsFromHeapMemoryAtAnyOffset(KeyHash hash) throws IOException {
    for (int offset = 0; offset < 5; offset++) {
      checkVectors(hash, offset, Storage.HEAP);
    }
  }

  @ParameterizedTest
  @EnumSource
  void givesTheVectorsFromDirectMemoryAtAnyOffset(KeyHash hash) throws IOException {
    for (int offset = 0; offset < 5; offset++) {
      checkVectors(hash, offset, Storage.DIRECT);
    }
  }

  @ParameterizedTest
  @EnumSource
  void givesTheVectorsFromKeysThatSpanTwoBuffers(KeyHash hash) throws IOException {
    checkVectors(hash, 1, Storage.COMPOSITE);
  }

  @Test
  void md5OfAKeyLongerThanItsScratchSpaceIsThatOfTheWholeKey() {
    var key = Unpooled.copiedBuffer("a".repeat(1000), US_ASCII);

    // The digest of 1000 letters a is cabe45dcc9ae5b66ba86600cca6b8ba8.
    assertThat(KeyHash.MD5.hash(key, 0, 1000)).isEqualTo(0xdc45beca);
  }

  private static void checkVectors(KeyHash hash, int offset, Storage storage) throws IOException {
    var vectors = HashVectors.load();
    int column = vectors.functions().indexOf(hash.configName());
    for (var vector : vectors.vectors()) {
      var key = vector.key();
      var buffer = storage.store(amidNoise(key, offset));
      try {
        long result = Integer.toUnsignedLong(hash.hash(buffer, offset, offset + key.length));
        assertThat(result).as("key %s", vector.hex()).isEqualTo(vector.h().get(column));
      } finally {
        buffer.release();
      }
    }
  }

  private static byte[] amidNoise(byte[] key, int offset) {
    var bytes = new byte[offset + key.length + 16];
    Arrays.fill(bytes, NOISE);
    System.arraycopy(key, 0, bytes, offset, key.length);
    return bytes;
  }

  /** The kinds of memory a key may lie in. */
  private enum Storage {
    HEAP,
    DIRECT,
    COMPOSITE;

    ByteBuf store(byte[] bytes) {
      return switch (this) {
        case HEAP -> Unpooled.wrappedBuffer(bytes);
        case DIRECT -> Unpooled.directBuffer(bytes.length).writeBytes(bytes);
        case COMPOSITE -> {
          int cut = bytes.length / 2;
          yield Unpooled.wrappedBuffer(
              Arrays.copyOf(bytes, cut), Arrays.copyOfRange(bytes, cut, bytes.length));
        }
      };
    }
  }
}
