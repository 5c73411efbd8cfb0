// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.memcached;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Keys that are written in base64. */
class Base64KeyTest {
  private final Base64Key base64 = new Base64Key();

  @Property
  void decodesWhatTheJdkEncodes(@ForAll @Size(max = 187) byte[] key) {
    var encoded = Base64.getEncoder().encode(key);
    var in = Unpooled.wrappedBuffer(new byte[] {'x'}, encoded, new byte[] {'y'});

    assertThat(ByteBufUtil.getBytes(base64.decode(in, 1, encoded.length))).isEqualTo(key);
  }
}
