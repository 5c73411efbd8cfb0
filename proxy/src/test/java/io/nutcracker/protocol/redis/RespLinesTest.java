// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers on lines of their own. */
class RespLinesTest {
  private static final long LARGEST = 999_999_999_999_999_999L;

  @Property
  void whatIsWrittenIsReadAndAsLongAsSaid(
      @ForAll @LongRange(min = -LARGEST, max = LARGEST) long number) {
    assertAgree(number);
  }

  @Test
  void theyAgreeWhereTheNumberOfDigitsChanges() {
    LongStream.iterate(1, power -> power <= LARGEST, power -> power * 10)
        .flatMap(power -> LongStream.of(power - 1, power, 1 - power, -power))
        .forEach(RespLinesTest::assertAgree);
    assertAgree(LARGEST);
    assertAgree(-LARGEST);
  }

  private static void assertAgree(long number) {
    String line = number + "\r\n";
    ByteBuf out = Unpooled.buffer(1);
    out.writeByte('*');
    RespLines.writeLine(out, number);

    assertThat(Wire.text(out)).isEqualTo("*" + line);
    assertThat(RespLines.lineLength(number)).isEqualTo(line.length());
    assertThat(RespLines.number(out, 1, out.writerIndex())).isEqualTo(number);
    for (int end = 1; end < out.writerIndex(); end++) {
      assertThat(RespLines.number(out, 1, end)).isEqualTo(RespLines.INCOMPLETE);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n",
        "-\r\n",
        "-0\r\n",
        "00\r\n",
        "01\r\n",
        "-01\r\n",
        "+1\r\n",
        "--1\r\n",
        "1-\r\n",
        " 1\r\n",
        "1 \r\n",
        "a\r\n",
        "1\n",
        "1\rx",
        "1\r\r",
        "1000000000000000000",
        "-1000000000000000000",
        "\u00b2\r\n"
      })
  void whatRedisWouldRefuseIsInvalid(String line) {
    ByteBuf in = Wire.buffer(line);

    assertThat(RespLines.number(in, 0, in.writerIndex())).isEqualTo(RespLines.INVALID);
  }

  @ParameterizedTest
  @CsvSource({
    "0, true",
    "-0, true",
    "007, true",
    "9223372036854775807, true",
    "-9223372036854775808, true",
    "'', false",
    "-, false",
    "+1, false",
    "1-, false",
    "'1 ', false",
    "12345678901234567890, false"
  })
  void anIntegerHasASignAndUpTo19Digits(String text, boolean isInteger) {
    ByteBuf in = Wire.buffer(":" + text + "\r\n");

    assertThat(RespLines.isInteger(in, 1, 1 + text.length())).isEqualTo(isInteger);
  }
}
