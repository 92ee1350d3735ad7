package dev.causeway.router.headers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.exchange.ClientFacts;
import dev.causeway.routing.model.HeaderAction;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

  private static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
