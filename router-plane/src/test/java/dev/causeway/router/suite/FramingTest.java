package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.testkit.Behaviour;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * HTTP/1.1 framing over a raw socket: what is ambiguous is refused, on both paths, and the origin
 * proves that neither it nor anything hidden behind it arrived; what is clear arrives as the router
 * understood it.
 */
@ParameterizedClass(name = "express {0}")
@ValueSource(strings = {"on", "off"})
@SuppressWarnings("StringConcatToTextBlock") // the line ends are what is tested
final class FramingTest {
  private static final String HIDDEN = "GET /hidden HTTP/1.1\r\nHost: app.test\r\n\r\n";
  private static final String POST = "POST / HTTP/1.1\r\nHost: app.test\r\n";
  private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";

  private final String express;

  private WatchingOrigin origin;
  private TestRouter router;

  FramingTest(String express) {
    this.express = express;
  }

  @BeforeEach
  void start() throws IOException {
    origin = new WatchingOrigin((request, faults) -> {});
    router = TestRouter.start(List.of(), "causeway.router.express=" + express);
    router.apply(
        new Routes().upstream("origin", null, origin.port()).both("app.test", "", "origin"));
  }

  @AfterEach
  void stop() throws IOException {
    router.close();
    origin.close();
  }

  private static Stream<String> ambiguousHeads() {
    String get = "GET / HTTP/1.1\r\nHost: app.test\r\n";
    return Stream.of(
        POST + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        POST + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
        POST + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
        POST + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        POST + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        POST + "Transfer-Encoding:\r\n\r\n0\r\n\r\n",
        POST + "Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n",
        POST + "Transfer-Encoding: chunked;q=1\r\n\r\n0\r\n\r\n",
        POST + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        POST + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
        POST + "Content-Length: 3, 4\r\n\r\nabc",
        POST + "Content-Length: 0x3\r\n\r\nabc",
        POST + "Content-Length: 3 3\r\n\r\nabc",
        POST + "Content-Length: 99999999999999999999\r\n\r\nabc",
        "POST / HTTP/1.0\r\nHost: app.test\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET / HTTP/1.1\nHost: app.test\n\n",
        get + "X: a\nY: b\r\n\r\n",
        get + "X: a\rY: b\r\n\r\n",
        get + "X: a\r\n b\r\n\r\n",
        get + "X: a\u0000b\r\n\r\n",
        get + "X\u0000: a\r\n\r\n",
        get + "X y: a\r\n\r\n",
        get + ": a\r\n\r\n",
        get + "Host: other.test\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: app.test, other.test\r\n\r\n",
        "GET / HTTP/1.1\r\n Host: app.test\r\n\r\n",
        "GET http://other.test/ HTTP/1.1\r\nHost: app.test\r\n\r\n",
        "GET /a\u0001b HTTP/1.1\r\nHost: app.test\r\n\r\n",
        "GET /a\u007fb HTTP/1.1\r\nHost: app.test\r\n\r\n",
        "G\u0001T / HTTP/1.1\r\nHost: app.test\r\n\r\n",
        "\u0001GET / HTTP/1.1\r\nHost: app.test\r\n\r\n",
        "GET / HTTP/1.10\r\nHost: app.test\r\n\r\n",
        "CONNECT app.test:443 HTTP/1.1\r\nHost: app.test:443\r\n\r\n");
  }

  private static Stream<String> brokenChunks() {
    return Stream.of(
        "zz\r\n",
        "-3\r\nabc\r\n0\r\n\r\n",
        "+3\r\nabc\r\n0\r\n\r\n",
        "0x3\r\nabc\r\n0\r\n\r\n",
        "3 3\r\nabc\r\n0\r\n\r\n",
        " 3\r\nabc\r\n0\r\n\r\n",
        "\r\n0\r\n\r\n",
        "ffffffffffffffff1\r\nabc",
        "11111111111111111\r\nabc\r\n0\r\n\r\n",
        "3\nabc\r\n0\r\n\r\n",
        "3\r\nabc\n0\r\n\r\n",
        "3\r\nabc0\r\n\r\n",
        "3\r\nabcd\r\n0\r\n\r\n",
        "3;a\u0000b\r\nabc\r\n0\r\n\r\n",
        "3;a\nb\r\nabc\r\n0\r\n\r\n",
        "3;a\rb\r\nabc\r\n0\r\n\r\n",
        "3\r\nabc\r\n0\n\r\n",
        "3\r\nabc\r\n0\r\nX y: z\r\n\r\n",
        "3\r\nabc\r\n0\r\nX: a\nY: b\r\n\r\n");
  }

  @Test
  @Behaviour("HO-022")
  void ambiguousHeadsAreRefusedAndNothingArrives() throws Exception {
    List<String> served = new ArrayList<>();
    for (String request : ambiguousHeads().toList()) {
      String answer = exchange(request + HIDDEN);
      boolean refused = answer.matches("(?s)HTTP/1.1 (400|405|505) .*");
      if (!refused || answer.contains("stays open") || answer.split("HTTP/1.1 ", -1).length > 2) {
        served.add(request + " -> " + answer);
      }
    }
    assertThat(served).isEmpty();
    assertThat(origin.heads()).isZero();
  }

  @Test
  void brokenChunksNeverBecomeARequest() throws Exception {
    for (String body : brokenChunks().toList()) {
      String answer = exchange(CHUNKED + body + HIDDEN);
      assertThat(answer).as(body).startsWith("HTTP/1.1 400 ");
      assertThat(answer.split("HTTP/1.1 ", -1)).as(body).hasSize(2);
    }
    assertThat(origin.complete()).isZero();
  }

  @Test
  void whatIsClearArrivesAsItWasUnderstood() throws Exception {
    assertThat(arrived(CHUNKED + "003;ext=\"1\"\r\nabc\r\nA;x\r\n0123456789\r\n0;y\r\n\r\n"))
        .endsWith("\n\nabc0123456789");
    assertThat(arrived(POST + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc"))
        .containsOnlyOnce("ontent-")
        .endsWith("\n\nabc");
    assertThat(arrived(POST + "Content-Length:    3   \r\nX:\t a \t\r\n\r\nabc"))
        .contains("\nx: a\n")
        .endsWith("\n\nabc");
    assertThat(
            arrived(
                "GET / HTTP/1.1\r\nHost: app.test\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                    + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n"))
        .doesNotContainIgnoringCase("upgrade")
        .doesNotContainIgnoringCase("http2-settings");
    assertThat(
            arrived(
                "GET / HTTP/1.1\r\nHost: app.test\r\nConnection: keep-alive, X-Hop\r\nX-Hop: 1\r\n"
                    + "Keep-Alive: timeout=5\r\nProxy-Connection: x\r\nTE: gzip, trailers\r\n\r\n"))
        .doesNotContainIgnoringCase("x-hop")
        .doesNotContainIgnoringCase("keep-alive")
        .doesNotContainIgnoringCase("proxy-connection")
        .doesNotContainIgnoringCase("gzip");
    assertThat(arrived("GET http://app.test/x?y HTTP/1.1\r\nHost: app.test\r\n\r\n"))
        .startsWith("GET http://app.test/x?y\n");
  }

  /** Sends a request and returns what the origin saw of it. */
  private String arrived(String request) throws Exception {
    assertThat(exchange(request.replaceFirst("\r\n", "\r\nX-Test: 1\r\n"))).isNotEmpty();
    return origin.next();
  }

  /** Sends bytes, closes our half, and returns everything up to the end or reset. */
  private String exchange(String bytes) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), router.httpPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = socket.getInputStream();
      if (bytes.contains("X-Test")) {
        answer.write(in.readNBytes(1));
        socket.shutdownOutput();
      }
      for (int b = in.read(); b >= 0; b = in.read()) {
        answer.write(b);
      }
    } catch (SocketTimeoutException e) {
      answer.writeBytes("... and the connection stays open".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      // Reset: what came before it is what came.
    }
    return answer.toString(StandardCharsets.ISO_8859_1);
  }
}
