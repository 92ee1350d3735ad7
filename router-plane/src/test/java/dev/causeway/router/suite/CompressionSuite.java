package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.suite.TestClient.Answer;
import dev.causeway.router.suite.TestClient.Call;
import dev.causeway.testkit.Behaviour;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which responses are compressed, and what becomes of them. */
abstract class CompressionSuite extends HeaderSuite {
  private static final String TEXT = "All work and no play. ".repeat(1_000);
  private static final String HTML = "X-Reply: Content-Type: text/html; charset=utf-8";

  @Test
  @Behaviour({"RO-064", "IC-034"})
  void aListedTypeIsCompressedForAClientThatWantsIt() throws Exception {
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      Answer answer =
          client.get("app.apps.test", "/page", "Accept-Encoding: br, gzip", HTML + "|ETag: \"x\"");
      assertThat(answer.header("content-encoding")).isEqualTo("gzip");
      assertThat(answer.head().all("vary")).containsExactlyInAnyOrder("accept-encoding");
      assertThat(answer.header("etag")).isEqualTo("W/\"x\"");
      assertThat(answer.header("content-length")).isNull();
      assertThat(answer.bytes().length).isLessThan(2_000);
      assertThat(unzipped(answer.bytes())).isEqualTo(TEXT);
    }
  }

  @Test
  @Behaviour("RO-064")
  void trailersFollowTheCompressedBody() throws Exception {
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      Answer answer =
          client.get("app.apps.test", "/page?trailers", "Accept-Encoding: *", "TE: trailers", HTML);
      assertThat(unzipped(answer.bytes())).isEqualTo(TEXT);
      assertThat(answer.trailerLines()).anyMatch(line -> line.equalsIgnoreCase("x-sum: 42"));
    }
  }

  @ParameterizedTest
  @Behaviour("RO-064")
  @ValueSource(strings = {"identity", "gzip;q=0, *", "gzip; q=0.0", "br", "*;q=0"})
  void aClientThatDoesNotWantItGetsThePage(String accepted) throws Exception {
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      assertPlain(client.get("app.apps.test", "/page", "Accept-Encoding: " + accepted, HTML));
    }
  }

  @ParameterizedTest
  @Behaviour("RO-064")
  @ValueSource(
      strings = {
        "Content-Type: text/htmlx",
        "Content-Type: image/png",
        "X-None: 1",
        "Content-Type: text/html|Content-Encoding: br",
        "Content-Type: text/html|Cache-Control: public, No-Transform",
        "Content-Type: text/html|ETag: x"
      })
  void otherResponsesStayAsTheyAre(String lines) throws Exception {
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      Answer answer =
          client.get("app.apps.test", "/page", "Accept-Encoding: gzip", "X-Reply: " + lines);
      assertThat(answer.body()).isEqualTo(TEXT);
      assertThat(answer.header("content-length")).isEqualTo("" + TEXT.length());
    }
  }

  @Test
  @Behaviour("RO-064")
  void partsHeadsAndAnswersOfTheRouterAreNotCompressed() throws Exception {
    proxied(2);
    try (TestClient client = client("app.apps.test")) {
      assertThat(
              client
                  .get("app.apps.test", "/page?partial", "Accept-Encoding: gzip", HTML)
                  .header("content-encoding"))
          .isNull();
      Answer head =
          client
              .send(Call.of("HEAD", "app.apps.test", "/page", "Accept-Encoding: gzip", HTML))
              .answer();
      assertThat(head.header("content-encoding")).isNull();
    }
    try (TestClient client = client("path.apps.test")) {
      Answer own = client.get("path.apps.test", "/nowhere", "Accept-Encoding: gzip");
      assertThat(own.header("content-encoding")).isNull();
      assertThat(own.body()).contains("not available");
    }
  }

  @Test
  @Behaviour({"RO-064", "RO-038"})
  void eventsArriveOneByOne() throws Exception {
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      TestClient.Stream stream =
          client.send(Call.get("app.apps.test", "/sse", "Accept-Encoding: gzip"));
      assertThat(stream.head().first("content-encoding")).isEqualTo("gzip");
      one().release();
      Inflater inflater = new Inflater(true);
      ByteArrayOutputStream zipped = new ByteArrayOutputStream();
      while (!inflated(inflater, zipped.toByteArray()).equals("data: one\n\n")) {
        zipped.writeBytes(stream.read());
      }
      one().release();
      for (byte[] part = stream.read(); part != null; part = stream.read()) {
        zipped.writeBytes(part);
      }
      assertThat(unzipped(zipped.toByteArray())).isEqualTo("data: one\n\ndata: two\n\n");
      inflater.end();
    }
  }

  /** What can be read of a gzip member that is not complete; its header has ten bytes. */
  private static String inflated(Inflater inflater, byte[] zipped) throws Exception {
    if (zipped.length <= 10) {
      return "";
    }
    inflater.reset();
    inflater.setInput(zipped, 10, zipped.length - 10);
    byte[] text = new byte[1_000];
    return new String(text, 0, inflater.inflate(text), StandardCharsets.UTF_8);
  }

  private static void assertPlain(Answer answer) {
    assertThat(answer.header("content-encoding")).isNull();
    assertThat(answer.head().all("vary")).isEqualTo(List.of());
    assertThat(answer.body()).isEqualTo(TEXT);
  }

  private static String unzipped(byte[] bytes) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
