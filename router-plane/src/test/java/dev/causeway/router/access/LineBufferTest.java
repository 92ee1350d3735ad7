package dev.causeway.router.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.header.LogFormat.Flags;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineBufferTest {
  private static final Flags PLAIN = new Flags(false, false, false);
  private static final Flags ESCAPED = new Flags(false, true, false);

  private static String written(int longest, Consumer<LineBuffer> content) {
    LineBuffer line = new LineBuffer(64);
    line.begin(longest);
    content.accept(line);
    return new String(line.bytes(), 0, line.length(), StandardCharsets.ISO_8859_1);
  }

  @Test
  void whatCouldEndALineOrAFieldIsEncoded() {
    String text = "a\r\n\t\"#\u007f\u00e9{|}\\]\0";
    assertThat(written(64, line -> line.text(text, PLAIN)))
        .isEqualTo("a#0D#0A#09#22#23#7F#E9{|}\\]#00");
    assertThat(written(64, line -> line.header(text, PLAIN)))
        .isEqualTo("a#0D#0A#09#22#23#7F#E9#7B#7C#7D\\]#00");
    assertThat(written(64, line -> line.text(text, ESCAPED)))
        .isEqualTo("a#0D#0A#09#22#23#7F#E9{|}\\\\\\]#00");
  }

  @Test
  void linesEndAtTheirLongest() {
    assertThat(written(5, line -> line.text("1234567", PLAIN))).isEqualTo("12345");
    assertThat(written(5, line -> line.ascii("1234567".getBytes(StandardCharsets.US_ASCII))))
        .isEqualTo("12345");
    assertThat(written(500, line -> line.ascii("x".repeat(100)))).hasSize(64);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0000",
    "-1, -1, FFFFFFFFFFFFFFFF",
    "443, 443, 01BB",
    "1795646946, 1795646946, 6B0765E2"
  })
  void numbersAreDecimalOrHexadecimal(long number, String decimal, String hex) {
    assertThat(written(64, line -> line.number(number, false))).isEqualTo(decimal);
    assertThat(written(64, line -> line.number(number, true))).isEqualTo(hex);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.10, 192.0.2.10, C000020A",
    "2001:db8:0:0:0:0:0:1, 2001:db8::1, 20010DB8000000000000000000000001"
  })
  void addressesAreShort(String address, String text, String hex) {
    InetAddress ip = InetAddress.ofLiteral(address);
    assertThat(written(64, line -> line.address(ip, false))).isEqualTo(text);
    assertThat(written(64, line -> line.address(ip, true))).isEqualTo(hex);
  }

  @Test
  void numbersArePadded() {
    assertThat(written(64, line -> line.padded(7, 3))).isEqualTo("007");
    assertThat(written(64, line -> line.padded(123_456, 6))).isEqualTo("123456");
  }
}
