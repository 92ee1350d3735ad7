package dev.causeway.router.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.http.ClientTimeouts;
import dev.causeway.router.http.Refusal;
import dev.causeway.router.suite.LeakCheck;
import dev.causeway.routing.model.ClientConnections;
import dev.causeway.testkit.Behaviour;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What clients get that send nothing, and which address families are served. */
@ExtendWith(LeakCheck.class)
class EmptyConnectionsTest {
  private static final String GET = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofMinutes(1);

  private static TestServer server(boolean answersEmpty) {
    TestServer server = new TestServer();
    server.connections = new ClientConnections(false, !answersEmpty, false, 0);
    server.timeouts = new ClientTimeouts(SHORT, LONG, LONG);
    return server;
  }

  @Test
  @Behaviour({"RO-066", "RO-030"})
  void whoSendsNothingIsAnswered() {
    try (TestServer server = server(true)) {
      server.serve("a.example", false, TestCertificates.ec("a.example"));
      try (RawClient plain = server.client();
          TlsClient secure = TlsClient.connect(server.https(), "a.example")) {
        assertThat(plain.restOrReset()).startsWith("HTTP/1.1 408 ").contains("connection: close");
        assertThat(secure.raw().restOrReset()).startsWith("HTTP/1.1 408 ");
      }
      assertThat(server.refusals).containsOnly(Refusal.HEAD_TIMEOUT);
    }
  }

  @Test
  @Behaviour("RO-066")
  void whoSendsNothingIsIgnoredWhereThatIsWanted() {
    try (TestServer server = server(false)) {
      server.serve("a.example", false, TestCertificates.ec("a.example"));
      try (RawClient plain = server.client();
          TlsClient secure = TlsClient.connect(server.https(), "a.example");
          RawClient half = server.client()) {
        half.send("GET / HT");
        assertThat(plain.restOrReset()).isEmpty();
        assertThat(secure.raw().restOrReset()).isEmpty();
        assertThat(half.restOrReset()).startsWith("HTTP/1.1 408 ");
      }
    }
  }

  @Test
  @Behaviour("RO-024")
  void oneListenerServesBothFamilies() {
    try (TestServer server = server(true)) {
      server.server.start(List.of(new BindSpec(BindSpec.Kind.HTTP, "::", 0)));
      int port = server.server.addresses().getLast().getPort();
      for (String address : List.of("127.0.0.1", "::1")) {
        try (RawClient client = RawClient.connect(new InetSocketAddress(address, port))) {
          assertThat(client.send(GET).response()).endsWith("GET /x a");
        }
        assertThat(TestServer.next(server.handler.exchanges).client().remote().getAddress())
            .isEqualTo(new InetSocketAddress(address, port).getAddress());
      }
    }
  }
}
