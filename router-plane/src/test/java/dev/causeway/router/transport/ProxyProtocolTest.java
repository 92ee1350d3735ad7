package dev.causeway.router.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.exchange.ProxyExchange;
import dev.causeway.router.http.ClientTimeouts;
import dev.causeway.router.http.Cut;
import dev.causeway.router.suite.LeakCheck;
import dev.causeway.routing.model.ClientConnections;
import dev.causeway.testkit.Behaviour;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The PROXY header before connections of both ports. */
@ExtendWith(LeakCheck.class)
@SuppressWarnings("StringConcatToTextBlock") // the line ends are what is tested
class ProxyProtocolTest {
  private static final String GET = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
  private static final String V4 = "0102030405060708" + "1f90" + "01bb";
  private static final String V6 =
      "20010db8000000000000000000000001" + "20010db8000000000000000000000002" + "1f90" + "01bb";

  private final TestServer server = new TestServer();

  @BeforeEach
  void expectHeaders() {
    server.connections = new ClientConnections(true, false, false, 0);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String hex(String digits) {
    return new String(HexFormat.of().parseHex(digits), StandardCharsets.ISO_8859_1);
  }

  private ProxyExchange served(String header) {
    try (RawClient client = server.client()) {
      assertThat(client.send(header + GET).response()).endsWith("GET /x a");
      return TestServer.next(server.handler.exchanges);
    }
  }

  static Stream<String[]> addresses() {
    String extension = "04" + "0003" + "616263";
    return Stream.of(
        new String[] {"PROXY TCP4 1.2.3.4 5.6.7.8 8080 443\r\n", "1.2.3.4", "5.6.7.8"},
        new String[] {
          "PROXY TCP6 2001:db8::1 2001:db8::2 8080 443\r\n", "2001:db8::1", "2001:db8::2"
        },
        new String[] {hex(SIGNATURE + "2111" + "000c" + V4), "1.2.3.4", "5.6.7.8"},
        new String[] {hex(SIGNATURE + "2111" + "0012" + V4 + extension), "1.2.3.4", "5.6.7.8"},
        new String[] {hex(SIGNATURE + "2121" + "0024" + V6), "2001:db8::1", "2001:db8::2"});
  }

  @ParameterizedTest
  @MethodSource("addresses")
  @Behaviour("RO-065")
  void theHeaderSaysWhoTheClientIs(String header, String source, String destination) {
    ProxyExchange exchange = served(header);
    assertThat(exchange.client().remote()).isEqualTo(new InetSocketAddress(source, 8080));
    assertThat(exchange.client().local()).isEqualTo(new InetSocketAddress(destination, 443));
  }

  static Stream<String> withoutAddresses() {
    return Stream.of(
        "PROXY UNKNOWN\r\n",
        "PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n",
        hex(SIGNATURE + "2000" + "0000"),
        hex(SIGNATURE + "2011" + "000c" + V4),
        hex(SIGNATURE + "2100" + "0000"),
        hex(SIGNATURE + "2131" + "00d8" + "61".repeat(216)));
  }

  @ParameterizedTest
  @MethodSource("withoutAddresses")
  void whoSaysNothingKeepsTheAddressesOfTheSocket(String header) {
    ProxyExchange exchange = served(header);
    assertThat(exchange.client().remote().getAddress().isLoopbackAddress()).isTrue();
    assertThat(exchange.client().local()).isEqualTo(server.http());
  }

  static Stream<String> broken() {
    return Stream.of(
        GET,
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "proxy TCP4 1.2.3.4 5.6.7.8 1 2\r\n",
        "PROXY TCP4 1.2.3.4 5.6.7.8 1 2\n",
        "PROXY TCP4 1.2.3.4 5.6.7.8 1 2 3\r\n",
        "PROXY TCP4 1.2.3.4 5.6.7.8 1\r\n",
        "PROXY TCP4 1.2.3.4 5.6.7.8 1 65536\r\n",
        "PROXY TCP4 1.2.3.4 5.6.7.8 1 +2\r\n",
        "PROXY TCP4 1.2.3.4 5.6.7.8  1 2\r\n",
        "PROXY TCP4 ::1 ::1 1 2\r\n",
        "PROXY TCP6 1.2.3.4 5.6.7.8 1 2\r\n",
        "PROXY TCP4 localhost localhost 1 2\r\n",
        "PROXY UDP4 1.2.3.4 5.6.7.8 1 2\r\n",
        "PROXY UNKNOWN " + "x".repeat(100) + "\r\n",
        hex(SIGNATURE + "1111" + "000c" + V4),
        hex(SIGNATURE + "2211" + "000c" + V4),
        hex(SIGNATURE + "2111" + "000b" + V4),
        hex(SIGNATURE + "2111" + "ffff" + V4),
        hex("0d0a0d0a000d0a515549540b" + "2111" + "000c" + V4));
  }

  @ParameterizedTest
  @MethodSource("broken")
  @Behaviour("RO-065")
  void withoutASoundHeaderTheConnectionIsClosed(String start) {
    try (RawClient client = server.client()) {
      assertThat(client.send(start + GET).restOrReset()).isEmpty();
    }
    try (RawClient client = RawClient.connect(server.https())) {
      assertThat(client.send(start + GET).restOrReset()).isEmpty();
    }
    assertThat(TestServer.next(server.cuts)).isEqualTo(Cut.NO_PROXY_HEADER);
    assertThat(TestServer.next(server.cuts)).isEqualTo(Cut.NO_PROXY_HEADER);
    assertThat(server.handler.exchanges).isEmpty();
  }

  @Test
  void aHeaderThatDoesNotComeInTimeEndsTheConnection() {
    server.inspectDelay = Duration.ofMillis(200);
    try (RawClient silent = server.client();
        RawClient slow = server.client()) {
      slow.send("PROXY TCP4 1.2");
      assertThat(silent.restOrReset()).isEmpty();
      assertThat(slow.restOrReset()).isEmpty();
    }
    assertThat(TestServer.next(server.cuts)).isEqualTo(Cut.NO_PROXY_HEADER);
  }

  @Test
  void theHeaderMayComeByteByByte() {
    String header = hex(SIGNATURE + "2111" + "0010" + V4 + "04000161");
    try (RawClient client = server.client()) {
      for (int i = 0; i < header.length(); i++) {
        client.send(header.substring(i, i + 1));
      }
      assertThat(client.send(GET).response()).endsWith("GET /x a");
    }
    assertThat(TestServer.next(server.handler.exchanges).client().remote().getHostString())
        .isEqualTo("1.2.3.4");
  }

  @Test
  @Behaviour("RO-065")
  void tlsBeginsBehindTheHeader() {
    server.serve("a.example", true, TestCertificates.ec("a.example"));
    try (RawClient plain = RawClient.connect(server.https())) {
      plain.send("PROXY TCP4 1.2.3.4 5.6.7.8 8080 443\r\n");
      try (TlsClient client = TlsClient.over(plain.socket(), "a.example")) {
        assertThat(client.protocol()).isEqualTo("h2");
      }
    }
    server.serve("b.example", false, TestCertificates.ec("b.example"));
    try (RawClient plain = RawClient.connect(server.https())) {
      plain.send("PROXY TCP4 1.2.3.4 5.6.7.8 8080 443\r\n");
      try (TlsClient client = TlsClient.over(plain.socket(), "b.example")) {
        assertThat(client.raw().send(GET).response()).endsWith("GET /x a");
      }
    }
    ProxyExchange exchange = TestServer.next(server.handler.exchanges);
    assertThat(exchange.client().remote()).isEqualTo(new InetSocketAddress("1.2.3.4", 8080));
    assertThat(exchange.client().secure()).isTrue();
  }

  @Test
  void requestsBehindTheFirstOneAreOfTheSameClient() {
    try (RawClient client = server.client()) {
      client.send("PROXY TCP4 1.2.3.4 5.6.7.8 8080 443\r\n" + GET + GET);
      assertThat(client.response()).endsWith("GET /x a");
      assertThat(client.response()).endsWith("GET /x a");
    }
    TestServer.next(server.handler.exchanges);
    assertThat(TestServer.next(server.handler.exchanges).client().remote().getHostString())
        .isEqualTo("1.2.3.4");
  }

  @Test
  void whereItIsOffAHeaderIsNoRequest() {
    try (TestServer off = new TestServer();
        RawClient client = off.client()) {
      client.send("PROXY TCP4 1.2.3.4 5.6.7.8 8080 443\r\n" + GET);
      assertThat(client.restOrReset()).startsWith("HTTP/1.1 400 ");
      assertThat(off.handler.exchanges).isEmpty();
    }
  }

  @Test
  void silenceBehindTheHeaderIsAnswered() {
    server.timeouts =
        new ClientTimeouts(Duration.ofMillis(200), Duration.ofMinutes(1), Duration.ofMinutes(1));
    try (RawClient client = server.client()) {
      client.send("PROXY TCP4 1.2.3.4 5.6.7.8 8080 443\r\n");
      assertThat(client.restOrReset()).startsWith("HTTP/1.1 408 ");
    }
  }
}
