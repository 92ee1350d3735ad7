package dev.causeway.router.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.failure.FailureCategory;
import dev.causeway.router.suite.LeakCheck;
import dev.causeway.testkit.Behaviour;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Plain HTTP/1.1 through the whole engine, with endpoints played byte by byte. */
@ExtendWith(LeakCheck.class)
final class Http1ProxyTest {
  private final Origin origin = new Origin();
  private final TestRouter router = new TestRouter().serving(origin.endpoint());

  @AfterEach
  void close() {
    router.close();
    origin.close();
  }

  @Test
  void requestAndResponsePassWithTheirBodies() {
    try (Wire client = router.client()) {
      client.send("POST /x?y=1 HTTP/1.1\r\nHost: app.test\r\nContent-Length: 5\r\n\r\nhello");
      try (Wire endpoint = origin.accept()) {
        String request = endpoint.message();
        assertThat(request).startsWith("POST /x?y=1 HTTP/1.1\r\nhost: app.test\r\n");
        assertThat(request).endsWith("\r\n\r\nhello").doesNotContain("transfer-encoding");
        endpoint.send("HTTP/1.1 200 Fine\r\nContent-Length: 3\r\nX-A: 1\r\nX-A: 2\r\n\r\nabc");
        String response = client.message();
        assertThat(response.toLowerCase(Locale.ROOT))
            .startsWith("http/1.1 200 fine\r\n")
            .contains("x-a: 1\r\nx-a: 2\r\n")
            .endsWith("\r\n\r\nabc");
      }
    }
  }

  @Test
  @Behaviour({"RO-039", "HO-026"})
  void connectionsAreReusedAndTargetsPassByteForByte() {
    try (Wire client = router.client()) {
      client.send("GET //a//b/%2F/../|[%zz HTTP/1.1\r\nHost: app.test\r\n\r\n");
      try (Wire endpoint = origin.accept()) {
        assertThat(endpoint.head()).startsWith("GET //a//b/%2F/../|[%zz HTTP/1.1\r\n");
        endpoint.send("HTTP/1.1 204 No Content\r\n\r\n");
        assertThat(client.head()).startsWith("HTTP/1.1 204");
        client.send("GET /second HTTP/1.1\r\nHost: app.test\r\n\r\n");
        assertThat(endpoint.head()).startsWith("GET /second HTTP/1.1\r\n");
        endpoint.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        assertThat(client.head()).startsWith("HTTP/1.1 200");
        assertThat(router.engine.upstreamConnects()).isEqualTo(1);
        assertThat(router.engine.upstreamReuses()).isEqualTo(1);
      }
    }
  }

  @Test
  @Behaviour("RO-039")
  void connectionsAreSharedBetweenClients() {
    try (Wire first = router.client();
        Wire second = router.client()) {
      first.send("GET /first HTTP/1.1\r\nHost: app.test\r\n\r\n");
      try (Wire endpoint = origin.accept()) {
        assertThat(endpoint.head()).startsWith("GET /first ");
        endpoint.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        assertThat(first.head()).startsWith("HTTP/1.1 200");
        second.send("GET /second HTTP/1.1\r\nHost: app.test\r\n\r\n");
        assertThat(endpoint.head()).startsWith("GET /second ");
        endpoint.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        assertThat(second.head()).startsWith("HTTP/1.1 200");
      }
      assertThat(router.engine.upstreamConnects()).isEqualTo(1);
    }
  }

  @Test
  void latin1BytesInHeadersPassUnchanged() {
    try (Wire client = router.client()) {
      client.send("GET / HTTP/1.1\r\nHost: app.test\r\nX-Name: caf\u00e9\r\n\r\n");
      try (Wire endpoint = origin.accept()) {
        assertThat(endpoint.head()).contains("x-name: caf\u00e9\r\n");
        endpoint.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Back: \u00fc\r\n\r\n");
        assertThat(client.head()).containsIgnoringCase("x-back: \u00fc\r\n");
      }
    }
  }

  @Test
  @Behaviour("RO-068")
  void chunkedBodiesAndTrailersPassBothWays() {
    try (Wire client = router.client()) {
      client.send("PUT / HTTP/1.1\r\nHost: app.test\r\nTransfer-Encoding: chunked\r\n\r\n");
      client.send("5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n");
      try (Wire endpoint = origin.accept()) {
        assertThat(endpoint.head()).contains("transfer-encoding: chunked\r\n");
        assertThat(endpoint.until("0\r\nx-sum: 1\r\n\r\n")).contains("hello");
        endpoint.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
        endpoint.send("0\r\nX-Out: 2\r\n\r\n");
        client.head();
        assertThat(client.until("\r\n\r\n").toLowerCase(Locale.ROOT))
            .contains("abc")
            .endsWith("0\r\nx-out: 2\r\n\r\n");
      }
    }
  }

  @Test
  @Behaviour("RO-068")
  void interimResponsesPassBeforeTheFinalOne() {
    try (Wire client = router.client()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: app.test\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
      try (Wire endpoint = origin.accept()) {
        assertThat(endpoint.head()).contains("expect: 100-continue\r\n");
        endpoint.send("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n");
        assertThat(client.head()).startsWith("HTTP/1.1 103").containsIgnoringCase("link: </a.css>");
        endpoint.send("HTTP/1.1 100 Continue\r\n\r\n");
        assertThat(client.head()).startsWith("HTTP/1.1 100");
        client.send("ok");
        assertThat(endpoint.exactly(2)).isEqualTo("ok");
        endpoint.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        assertThat(client.head()).startsWith("HTTP/1.1 200");
      }
    }
  }

  @Test
  void headAndNotModifiedKeepTheirLengthAndTheConnection() {
    try (Wire client = router.client()) {
      client.send("HEAD / HTTP/1.1\r\nHost: app.test\r\n\r\n");
      try (Wire endpoint = origin.accept()) {
        endpoint.head();
        endpoint.send("HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n");
        assertThat(client.head()).containsIgnoringCase("content-length: 1234\r\n");
        client.send("GET / HTTP/1.1\r\nHost: app.test\r\n\r\n");
        endpoint.head();
        endpoint.send("HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n");
        assertThat(client.head()).containsIgnoringCase("content-length: 99\r\n");
        client.send("GET /z HTTP/1.1\r\nHost: app.test\r\n\r\n");
        assertThat(endpoint.head()).startsWith("GET /z ");
      }
    }
  }

  @Test
  void closeDelimitedBodyIsCompleteAndTheConnectionIsNotReused() {
    try (Wire client = router.client()) {
      client.send("GET / HTTP/1.1\r\nHost: app.test\r\n\r\n");
      Wire endpoint = origin.accept();
      endpoint.head();
      endpoint.send("HTTP/1.1 200 OK\r\n\r\nuntil the end").close();
      client.head();
      assertThat(client.until("0\r\n\r\n")).contains("until the end");
      assertThat(router.upstreams.idle()).isZero();
    }
  }

  @Test
  @Behaviour({"HO-057", "RO-080"})
  void unknownHostGetsTheUnavailablePage() {
    try (Wire client = router.client()) {
      client.send("GET / HTTP/1.1\r\nHost: other.test\r\n\r\n");
      String answer = client.rest();
      assertThat(answer)
          .startsWith("HTTP/1.1 503 ")
          .containsIgnoringCase("pragma: no-cache")
          .containsIgnoringCase("cache-control: private, max-age=0, no-cache, no-store")
          .containsIgnoringCase("connection: close")
          .containsIgnoringCase("content-type: text/html")
          .contains("Application is not available");
      TestRouter.await(
          "the exchange is counted",
          () -> router.engine.requests(TrafficPath.LOCAL, 5, FailureCategory.NO_ROUTE) == 1);
    }
  }

  @Test
  @Behaviour("HO-063")
  void healthPathIsAnsweredForAnyHost() {
    try (Wire client = router.client()) {
      for (String host : List.of("whatever", "app.test")) {
        client.send("GET " + Engine.HEALTH_PATH + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        assertThat(client.message()).startsWith("HTTP/1.1 200");
      }
      client.send("GET " + Engine.HEALTH_PATH + "/x HTTP/1.1\r\nHost: app.test\r\n\r\n");
      try (Wire endpoint = origin.accept()) {
        assertThat(endpoint.head()).startsWith("GET " + Engine.HEALTH_PATH + "/x HTTP/1.1");
      }
    }
  }

  @Test
  @Behaviour("RO-038")
  void largeBodiesPassWhole() {
    byte[] body = new byte[8 * 1024 * 1024];
    Arrays.fill(body, (byte) 'x');
    Origin echo = new Origin();
    router.endpoints(Routes.UPSTREAM, echo.endpoint());
    echo.serving(
        wire -> {
          wire.head();
          String received = wire.exactly(body.length);
          wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n");
          wire.send(received.getBytes(StandardCharsets.ISO_8859_1));
        });
    try (echo;
        Wire client = router.client()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: app.test\r\nContent-Length: " + body.length + "\r\n\r\n");
      client.send(body);
      client.head();
      assertThat(client.exactly(body.length)).hasSize(body.length).doesNotContain("y");
    }
  }
}
