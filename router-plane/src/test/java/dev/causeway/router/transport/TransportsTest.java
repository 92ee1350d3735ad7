package dev.causeway.router.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.causeway.router.exchange.ProxyExchange;
import dev.causeway.router.suite.LeakCheck;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DuplexChannel;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way to drive sockets; and what binding says when it fails. */
@ExtendWith(LeakCheck.class)
class TransportsTest {

  @ParameterizedTest
  @EnumSource
  void requestsAndTunnelsWorkOnEachTransport(IoTransport io) {
    assumeTrue(io.unavailability() == null, () -> io + ": " + io.unavailability());
    try (TestServer server = new TestServer(io);
        RawClient client = server.client()) {
      client.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.response()).endsWith("GET /x a");
      client.send(
          "GET /t HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: custom\r\n\r\nearly");
      assertThat(client.head()).startsWith("HTTP/1.1 101 ");
      assertThat(client.exactly(5)).isEqualTo("early");
      assertThat(client.shutdownOutput().rest()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHalfClosedClientGetsALongResponseOnEachTransport(IoTransport io) {
    assumeTrue(io.unavailability() == null, () -> io + ": " + io.unavailability());
    try (TestServer server = new TestServer(io);
        RawClient client = server.client()) {
      client.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n").shutdownOutput();
      ProxyExchange held = TestServer.next(server.handler.exchanges);
      DuplexChannel channel = (DuplexChannel) held.channel();
      TestServer.await("the end of input is seen", channel::isInputShutdown);
      String text = "x".repeat(16 << 20);
      held.eventLoop().execute(() -> TestHandler.text(held, text));
      assertThat(client.rest().length()).isGreaterThan(text.length());
      TestServer.await("it is closed", () -> server.server.connectionCount() == 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void loopsCloseWhatIsOpenHoweverLateTheySeeTheirEnd(IoTransport io) throws Exception {
    assumeTrue(io.unavailability() == null, () -> io + ": " + io.unavailability());
    EventLoopGroup loops = io.newLoops(1, "ending");
    try (ServerSocket origin = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Channel channel =
          new Bootstrap()
              .group(loops)
              .channel(io.clientChannel())
              .handler(new ChannelInboundHandlerAdapter())
              .connect(origin.getLocalSocketAddress())
              .sync()
              .channel();
      EventLoop loop = channel.eventLoop();
      loop.execute(
          () -> {
            while (!loop.isShuttingDown()) {
              Thread.onSpinWait();
            }
          });
      io.end(loops).sync();
      assertThat(channel.isOpen()).isFalse();
      assertThat(channel.isRegistered()).isFalse();
    }
  }

  @Test
  void aPortInUseIsOneClearSentence() {
    try (TestServer server = new TestServer();
        TestServer other = new TestServer()) {
      BindSpec taken = new BindSpec(BindSpec.Kind.HTTP, "127.0.0.1", server.http().getPort());
      assertThatThrownBy(() -> other.server.start(List.of(taken)))
          .isInstanceOf(BindFailedException.class)
          .hasMessage(
              "Cannot listen for HTTP on 127.0.0.1 port %d: the port is in use by another process.",
              taken.port());
    }
  }
}
