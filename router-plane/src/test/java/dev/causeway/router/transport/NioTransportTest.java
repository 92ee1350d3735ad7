package dev.causeway.router.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The JDK's selector, for machines without epoll; and what binding says when it fails. */
class NioTransportTest {
  private final TestServer server = new TestServer(IoTransport.NIO);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void requestsAndTunnelsWorkOnNio() {
    try (RawClient client = server.client()) {
      client.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.response()).endsWith("GET /x a");
      client.send(
          "GET /t HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: custom\r\n\r\nearly");
      assertThat(client.head()).startsWith("HTTP/1.1 101 ");
      assertThat(client.exactly(5)).isEqualTo("early");
      assertThat(client.shutdownOutput().rest()).isEmpty();
    }
  }

  @Test
  void aPortInUseIsOneClearSentence() {
    BindSpec taken = new BindSpec(BindSpec.Kind.HTTP, "127.0.0.1", server.http().getPort());
    try (TestServer other = new TestServer()) {
      assertThatThrownBy(() -> other.server.start(List.of(taken)))
          .isInstanceOf(BindFailedException.class)
          .hasMessage(
              "Cannot listen for HTTP on 127.0.0.1 port %d: the port is in use by another process.",
              taken.port());
    }
  }
}
