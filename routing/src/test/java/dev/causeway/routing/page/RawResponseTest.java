package dev.causeway.routing.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.testkit.Behaviour;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RawResponseTest {

  @ParameterizedTest
  @Behaviour("RO-081")
  @ValueSource(strings = {"\n", "\r\n"})
  void statusLineHeadersAndBodyAreTakenApart(String end) {
    String text =
        String.join(
            end,
            "HTTP/1.0 503 Come Back Later",
            "Content-Type: text/plain",
            "Content-Length: 3",
            "Connection: close",
            "Retry-After:  5 ",
            "",
            "first",
            "",
            "last");

    assertThat(RawResponse.parse(text))
        .hasValue(
            new RawResponse(
                503,
                "Come Back Later",
                List.of(
                    new RawResponse.Field("Content-Type", "text/plain"),
                    new RawResponse.Field("Retry-After", "5")),
                String.join(end, "first", "", "last")));
  }

  @Test
  @Behaviour("RO-081")
  void headWithoutBodyIsAResponse() {
    assertThat(RawResponse.parse("HTTP/1.1 404 Not Found"))
        .hasValue(new RawResponse(404, "Not Found", List.of(), ""));
    assertThat(RawResponse.parse("HTTP/1.1 404\r\n\r\n"))
        .hasValue(new RawResponse(404, "", List.of(), ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html></html>",
        "HTTP/1.1 99 X\n\n",
        "HTTP/1.1 101 X\n\n",
        "HTTP/1.1 503 X\nno header\n\nbody",
        "HTTP/1.1 503 X\n: y\n\n",
        "HTTP/1.1 503 X\nA: b\u0000\n\n"
      })
  void otherTextIsNoResponse(String text) {
    assertThat(RawResponse.parse(text)).isEmpty();
  }
}
