package dev.causeway.router.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.exchange.ProxyExchange;
import dev.causeway.router.suite.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** No buffer is lost, however exchanges end; leak detection is paranoid in every test JVM. */
@SuppressWarnings("StringConcatToTextBlock") // the line ends are what is tested
@ExtendWith(LeakCheck.class)
class BufferLeakTest {
  private static final int ROUNDS = 20;

  @Test
  void nothingLeaksHoweverExchangesEnd() {
    try (TestServer server = new TestServer()) {
      server.serve("a", false, TestCertificates.ec("a"));
      for (int i = 0; i < ROUNDS; i++) {
        abandonedBody(server);
        brokenChunk(server);
        abortedResponse(server);
        cutTunnel(server);
        refusedWithBytesBehind(server);
        helloThenGone(server);
      }
    }
  }

  private static void abandonedBody(TestServer server) {
    try (RawClient client = server.client()) {
      client.send("POST /hold HTTP/1.1\r\nHost: a\r\nContent-Length: 900\r\n\r\nabc");
      TestServer.next(server.handler.exchanges);
    }
    assertThat(TestServer.next(server.handler.events)).isEqualTo("cancelled /hold");
    assertThat(TestServer.next(server.handler.events)).isEqualTo("over /hold");
  }

  private static void brokenChunk(TestServer server) {
    try (RawClient client = server.client()) {
      client.send(
          "POST /hold HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nzz\r\n");
      client.restOrReset();
      TestServer.next(server.handler.exchanges);
    }
    TestServer.next(server.handler.events);
    TestServer.next(server.handler.events);
  }

  private static void abortedResponse(TestServer server) {
    try (RawClient client = server.client()) {
      client.send("POST /hold HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc");
      ProxyExchange held = TestServer.next(server.handler.exchanges);
      held.abort(new IllegalStateException("as the test wants"));
      client.restOrReset();
    }
    assertThat(TestServer.next(server.handler.events)).isEqualTo("over /hold");
  }

  private static void cutTunnel(TestServer server) {
    try (RawClient client = server.client()) {
      client.send(
          "GET /t HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: custom\r\n\r\nearly");
      client.head();
      ProxyExchange tunnel = TestServer.next(server.handler.exchanges);
      client.send("more");
      tunnel.abort(new IllegalStateException("as the test wants"));
      client.restOrReset();
    }
    assertThat(TestServer.next(server.handler.events)).isEqualTo("over /t");
  }

  private static void refusedWithBytesBehind(TestServer server) {
    try (RawClient client = server.client()) {
      client.send("GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
      client.restOrReset();
    }
  }

  private static void helloThenGone(TestServer server) {
    try (RawClient client = RawClient.connect(server.https())) {
      client.send(ClientHellos.of("a"));
    }
  }
}
