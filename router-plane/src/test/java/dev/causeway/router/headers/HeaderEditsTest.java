package dev.causeway.router.headers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.exchange.ClientFacts;
import dev.causeway.routing.model.HeaderAction;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HeaderEditsTest {
  private static final ClientFacts CLIENT =
      new ClientFacts(new InetSocketAddress(1), new InetSocketAddress(2), null, null);

  /** Chars of heads stand for bytes; what is no ASCII letter keeps them. */
  @Test
  void lowerChangesNoBytesButThoseOfAsciiLetters() {
    HttpHeaders headers = new DefaultHttpHeaders();
    headers.set("x-name", bytes("CAFÉ"));

    HeaderEdits.of(List.of(new HeaderAction("X-Low", "%[req.hdr(X-Name),lower]")), false)
        .apply(headers, CLIENT);

    assertThat(headers.get("x-low")).isEqualTo(bytes("cafÉ"));
  }

  /** Values that name the one before them, each many times, would fill any memory. */
  @Test
  void valuesDoNotGrowWithoutLimit() {
    HttpHeaders headers = new DefaultHttpHeaders();
    headers.set("x-0", "0123456789");
    List<HeaderAction> actions = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      String item = "%[req.hdr(x-" + (i - 1) + "),base64]";
      actions.add(new HeaderAction("x-" + i, item.repeat(700)));
    }

    HeaderEdits.of(actions, false).apply(headers, CLIENT);

    assertThat(headers.get("x-1")).startsWith("MDEyMzQ1Njc4OQ==MDEyMzQ1Njc4OQ==");
    int size = 0;
    for (Map.Entry<String, String> line : headers) {
      size += line.getValue().length();
    }
    assertThat(size).isLessThan(2 * HeaderEdits.MOST_CHARACTERS);
  }

  @Test
  void conversionsDoNotGrowWithoutLimit() {
    HttpHeaders headers = new DefaultHttpHeaders();
    headers.set("x-0", "0123456789");
    String item = "%[req.hdr(x-0)" + ",base64".repeat(2_000) + "]";

    HeaderEdits.of(List.of(new HeaderAction("x-1", "a" + item + "b")), false)
        .apply(headers, CLIENT);

    assertThat(headers.get("x-1")).isEqualTo("ab");
  }

  private static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
