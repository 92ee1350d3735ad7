package dev.causeway.router.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.suite.LeakCheck;
import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.KeyMaterial;
import dev.causeway.routing.model.TicketKeys;
import dev.causeway.routing.model.TicketKeys.TicketKey;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS sessions that go on at another router of the shard, over real sockets. */
@ExtendWith(LeakCheck.class)
class TicketResumptionTest {
  private static final String GET = "GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

  private final TestServer one = new TestServer();
  private final TestServer two = new TestServer();
  private final Certificate certificate = TestCertificates.ec("a.example");

  TicketResumptionTest() {
    one.serve("a.example", false, certificate);
    two.serve("a.example", false, certificate);
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
  }

  /** The keys around an epoch, as a control plane derives them: current, previous, next. */
  private static TicketKeys epoch(int number) {
    return new TicketKeys(
        "test",
        IntStream.of(number, number - 1, number + 1)
            .mapToObj(
                each -> new TicketKey("k" + each, KeyMaterial.ofText("%032d".formatted(each))))
            .toList());
  }

  private void epochEverywhere(int number) {
    one.contexts.tickets(epoch(number));
    two.contexts.tickets(epoch(number));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void sessionsGoOnAtAnotherRouter(String version) {
    epochEverywhere(10);
    Client client = new Client(version);
    assertThat(client.resumes(one)).as("first handshake").isFalse();
    assertThat(client.resumes(two)).as("at the other router").isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void sessionsOutliveOneRotationOfContextsInUseAndNotTwo(String version) {
    epochEverywhere(10);
    Client client = new Client(version);
    Client late = new Client(version);
    client.resumes(one);
    late.resumes(one);
    epochEverywhere(11);
    assertThat(client.resumes(two)).as("after one rotation").isTrue();
    epochEverywhere(12);
    assertThat(late.resumes(two)).as("two rotations old").isFalse();
  }

  @Test
  void controlPlanesWithSkewedClocksDoNotMatter() {
    one.contexts.tickets(epoch(11));
    two.contexts.tickets(epoch(10));
    Client client = new Client("TLSv1.3");
    client.resumes(one);
    assertThat(client.resumes(two)).as("key of the next epoch").isTrue();
  }

  @Test
  void contextsMadeLaterTakePart() {
    epochEverywhere(10);
    Certificate later = TestCertificates.ec("a.example");
    one.serve("a.example", false, later);
    two.serve("a.example", false, later);
    Client client = new Client("TLSv1.3");
    client.resumes(one);
    assertThat(client.resumes(two)).isTrue();
  }

  @Test
  void withoutKeysOfTheShardSessionsStayWithTheirRouter() {
    epochEverywhere(10);
    one.contexts.tickets(null);
    two.contexts.tickets(null);
    Client client = new Client("TLSv1.3");
    client.resumes(one);
    assertThat(client.resumes(one)).as("at the same router").isTrue();
    assertThat(client.resumes(two)).as("at the other router").isFalse();
  }

  @Test
  void sessionsNeverGoOnUnderAnotherCertificate() {
    epochEverywhere(10);
    two.serve("a.example", false, TestCertificates.ec("a.example"));
    Client client = new Client("TLSv1.3");
    client.resumes(one);
    assertThat(client.resumes(two)).isFalse();
  }

  @Test
  void rotationBreaksNoConnection() {
    epochEverywhere(10);
    try (TlsClient open = TlsClient.connect(one.https(), "a.example")) {
      String get = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n";
      RawClient raw = open.raw();
      assertThat(raw.send(get).response()).endsWith("GET /x a");
      epochEverywhere(11);
      assertThat(raw.send(get).response()).endsWith("GET /x a");
    }
  }

  /** A client that believes that every router is the same server. */
  private static final class Client extends X509ExtendedTrustManager {
    private final AtomicInteger verified = new AtomicInteger();
    private final SslContext context;
    private final String version;

    Client(String version) {
      this.version = version;
      try {
        context =
            SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .endpointIdentificationAlgorithm(null)
                .trustManager(this)
                .protocols(version)
                .build();
      } catch (SSLException e) {
        throw new AssertionError(e);
      }
    }

    /** Makes a request; returns whether the server had to show no certificate for it. */
    boolean resumes(TestServer server) {
      int before = verified.get();
      EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
      StringBuilder answer = new StringBuilder();
      List<SslHandler> handlers = new ArrayList<>();
      try {
        Channel channel =
            new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .handler(
                    new ChannelInitializer<>() {
                      @Override
                      protected void initChannel(Channel made) {
                        // Of all routers alike: sessions are kept by name and port.
                        SslHandler tls = context.newHandler(made.alloc(), "a.example", 443);
                        handlers.add(tls);
                        made.pipeline()
                            .addLast(
                                tls,
                                new SimpleChannelInboundHandler<ByteBuf>() {
                                  @Override
                                  protected void channelRead0(
                                      ChannelHandlerContext ctx, ByteBuf bytes) {
                                    answer.append(bytes.toString(StandardCharsets.US_ASCII));
                                  }
                                });
                      }
                    })
                .connect(server.https())
                .syncUninterruptibly()
                .channel();
        handlers.getFirst().handshakeFuture().syncUninterruptibly();
        assertThat(handlers.getFirst().engine().getSession().getProtocol()).isEqualTo(version);
        channel.writeAndFlush(Unpooled.copiedBuffer(GET, StandardCharsets.US_ASCII));
        // Tickets of TLS 1.3 come before the answer, after which the server closes.
        assertThat(channel.closeFuture().awaitUninterruptibly(10_000)).isTrue();
        assertThat(answer).endsWith("GET /x a");
      } finally {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
      }
      return verified.get() == before;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
      verified.incrementAndGet();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
      verified.incrementAndGet();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
      verified.incrementAndGet();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
      throw new AssertionError();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
      throw new AssertionError();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
      throw new AssertionError();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
