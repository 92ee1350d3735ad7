package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.causeway.router.suite.TestClient.Answer;
import dev.causeway.router.suite.TestClient.Call;
import dev.causeway.router.suite.TestClient.Head;
import dev.causeway.router.suite.TestClient.Stream;
import dev.causeway.testkit.Behaviour;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Bodies: streaming both ways, back-pressure, interim responses, trailers, and what breaks. */
abstract class StreamingSuite extends MatchingSuite {

  /** More than all socket and router buffers on the way together. */
  private static final long BIG = 64L << 20;

  /** What may be under way in buffers while nobody reads; loopback windows are large. */
  private static final long IN_FLIGHT = 24L << 20;

  @Test
  @Behaviour("RO-021")
  void nothingIsCompressedUnlessTheShardListsTypes() throws Exception {
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      Answer answer =
          client.get(
              "app.apps.test",
              "/page",
              "Accept-Encoding: gzip",
              "X-Reply: Content-Type: text/html");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("content-encoding")).isNull();
    }
  }

  @Test
  @Behaviour("RO-068")
  void streamsARequestBodyBothWays() throws Exception {
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      Stream stream = client.send(Call.post("app.apps.test", "/echo"));
      stream.data(TestOrigin.text("first"));
      assertThat(readText(stream, 5)).isEqualTo("first");
      stream.data(TestOrigin.text("second"));
      assertThat(readText(stream, 6)).isEqualTo("second");
      stream.end();
      assertThat(stream.read()).isNull();
    }
  }

  @Test
  void carriesLargeBodiesBothWays() throws Exception {
    proxied(1);
    byte[] block = new byte[1 << 20];
    for (int i = 0; i < block.length; i++) {
      block[i] = (byte) (i * 31);
    }
    try (TestClient client = client("app.apps.test")) {
      Stream stream = client.send(Call.post("app.apps.test", "/echo"));
      CompletableFuture<Void> sent =
          CompletableFuture.runAsync(
              () -> {
                try {
                  for (int i = 0; i < 10; i++) {
                    stream.data(block);
                  }
                  stream.end();
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      byte[] echoed = stream.answer().bytes();
      sent.join();
      assertThat(echoed).hasSize(10 << 20);
      for (int i = 0; i < echoed.length; i += 4099) {
        assertThat(echoed[i]).isEqualTo(block[i % block.length]);
      }
    }
  }

  @Test
  void stopsReadingTheEndpointWhileTheClientDoesNotRead() throws Exception {
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      Stream stream = client.send(Call.get("app.apps.test", "/large?size=" + BIG));
      assertThat(stream.head().status()).isEqualTo(200);
      long stood = standsStill();
      assertThat(stood).isLessThan(IN_FLIGHT);
      assertThat(stream.answer().bytes()).hasSize((int) BIG);
    }
  }

  @Test
  void stopsReadingTheClientWhileTheEndpointDoesNotRead() throws Exception {
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      Stream stream = client.send(Call.post("app.apps.test", "/slow"));
      byte[] block = new byte[1 << 20];
      List<Integer> sent = java.util.Collections.synchronizedList(new ArrayList<>());
      CompletableFuture<Void> sending =
          CompletableFuture.runAsync(
              () -> {
                try {
                  for (int i = 0; i < BIG >> 20; i++) {
                    stream.data(block);
                    sent.add(i);
                  }
                  stream.end();
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      one().nextRequest();
      long stood = standsStill(() -> (long) sent.size() << 20);
      assertThat(stood).isLessThan(IN_FLIGHT);
      one().release();
      assertThat(stream.answer().body()).isEqualTo(Long.toString(BIG));
      sending.join();
    }
  }

  @Test
  void showsAnSseHeadBeforeTheFirstEvent() throws Exception {
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      Stream stream = client.send(Call.get("app.apps.test", "/sse"));
      Head head = stream.head();
      assertThat(head.first("content-type")).isEqualTo("text/event-stream");
      one().release();
      assertThat(readText(stream, 11)).isEqualTo("data: one\n\n");
      one().release();
      assertThat(readText(stream, 11)).isEqualTo("data: two\n\n");
      assertThat(stream.read()).isNull();
    }
  }

  @Test
  void passesEarlyHintsOn() throws Exception {
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      Answer answer = client.get("app.apps.test", "/early");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("late");
      assertThat(answer.interim()).hasSize(1);
      assertThat(answer.interim().getFirst().status()).isEqualTo(103);
      assertThat(answer.interim().getFirst().first("link")).isEqualTo("</style.css>; rel=preload");
    }
  }

  @Test
  @Behaviour("RO-068")
  void leavesExpectToTheEndpoint() throws Exception {
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      Stream stream =
          client.send(
              Call.post("app.apps.test", "/expect", "Expect: 100-continue", "Content-Length: 4"));
      assertThat(one().nextRequest().header("expect")).isEqualTo("100-continue");
      one().release();
      assertThat(stream.interim().status()).isEqualTo(100);
      stream.data(TestOrigin.text("body"));
      stream.end();
      assertThat(stream.answer().body()).isEqualTo("body");
    }
  }

  @Test
  void passesAFinalAnswerToExpectOn() throws Exception {
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      Stream stream =
          client.send(
              Call.post("app.apps.test", "/refuse", "Expect: 100-continue", "Content-Length: 4"));
      assertThat(stream.head().status()).isEqualTo(417);
    }
  }

  @Test
  @Behaviour("RO-068")
  void carriesTrailersBothWays() throws Exception {
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      Stream stream = client.send(Call.post("app.apps.test", "/trailers", "TE: trailers"));
      stream.data(TestOrigin.text("content"));
      stream.end("X-Req: seven");
      Answer answer = stream.answer();
      assertThat(answer.body()).isEqualTo("content");
      assertThat(answer.header("x-seen")).isEqualToIgnoringCase("x-req: seven");
      assertThat(answer.trailerLines()).anyMatch(line -> line.equalsIgnoreCase("x-sum: 42"));
    }
  }

  @Test
  void keepsHeadersOfBodilessAnswers() throws Exception {
    proxied(3);
    try (TestClient client = client("app.apps.test")) {
      Answer head = client.send(Call.of("HEAD", "app.apps.test", "/")).answer();
      assertThat(head.header("content-length")).isEqualTo("3");
      assertThat(head.bytes()).isEmpty();
      assertThat(client.get("app.apps.test", "/empty").status()).isEqualTo(204);
      Answer same = client.get("app.apps.test", "/same");
      assertThat(same.status()).isEqualTo(304);
      assertThat(same.header("etag")).isEqualTo("\"x\"");
    }
  }

  @Test
  void keepsUnknownStatusAndRepeatedHeaders() throws Exception {
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      Answer answer = client.get("app.apps.test", "/odd");
      assertThat(answer.status()).isEqualTo(299);
      assertThat(answer.head().all("set-cookie")).contains("a=1", "b=2");
      if (!http2()) {
        assertThat(answer.head().reason()).isEqualTo("Odd Success");
      }
    }
  }

  @Test
  void passesAnErrorOfTheEndpointOnUntouched() throws Exception {
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      Answer answer = client.get("app.apps.test", "/error");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.body()).isEqualTo("origin says 503");
    }
  }

  @Test
  void breaksATruncatedBodyOff() throws Exception {
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      Stream stream = client.send(Call.get("app.apps.test", "/truncated"));
      assertThat(readText(stream, 7)).isEqualTo("partial");
      assertThatThrownBy(stream::read).isInstanceOf(IOException.class);
    }
  }

  @Test
  void answers502WhenTheEndpointClosesBeforeItsHead() throws Exception {
    proxied(1);
    try (TestClient client = client("app.apps.test")) {
      assertThat(
              client
                  .send(Call.post("app.apps.test", "/close", "Content-Length: 0"))
                  .head()
                  .status())
          .isEqualTo(502);
    }
  }

  @Test
  @Behaviour("RO-040")
  void abandonsTheEndpointWhenTheClientLeavesBeforeTheHead() throws Exception {
    proxied(1);
    TestClient client = client("app.apps.test");
    Stream stream = client.send(Call.get("app.apps.test", "/never"));
    one().nextRequest();
    stream.abandon();
    assertThat(one().nextBreak()).isEqualTo("/never");
    client.close();
  }

  @Test
  void abandonsTheEndpointWhenTheClientLeavesInTheMiddle() throws Exception {
    proxied(1);
    TestClient client = client("app.apps.test");
    Stream stream = client.send(Call.get("app.apps.test", "/large?size=" + BIG));
    assertThat(stream.read()).isNotEmpty();
    stream.abandon();
    assertThat(one().nextBreak()).startsWith("/large");
    client.close();
  }

  static String readText(Stream stream, int length) throws Exception {
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      byte[] part = stream.read();
      if (part == null) {
        throw new IOException("the body ended after '" + text + "'");
      }
      text.append(new String(part, java.nio.charset.StandardCharsets.UTF_8));
    }
    return text.toString();
  }

  private long standsStill() {
    return standsStill(one()::moved);
  }

  /** Waits until a counter has not moved for half a second, and returns it. */
  private static long standsStill(java.util.function.LongSupplier counter) {
    return await()
        .atMost(PATIENCE)
        .pollInterval(java.time.Duration.ofMillis(500))
        .until(new StandingStill(counter)::look, value -> value >= 0);
  }

  private static final class StandingStill {
    private final java.util.function.LongSupplier counter;
    private long last = -1;

    StandingStill(java.util.function.LongSupplier counter) {
      this.counter = counter;
    }

    /** The value, or -1 while it moves. */
    long look() {
      long now = counter.getAsLong();
      boolean still = now > 0 && now == last;
      last = now;
      return still ? now : -1;
    }
  }
}
