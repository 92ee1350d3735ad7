package dev.causeway.router.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.suite.LeakCheck;
import dev.causeway.router.tls.ServingPolicy;
import dev.causeway.routing.model.TlsProfile;
import dev.causeway.routing.model.TlsVersion;
import dev.causeway.testkit.Behaviour;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each TLS security profile lets clients negotiate, over real sockets. */
@ExtendWith(LeakCheck.class)
class TlsProfileTest {
  private static final String RSA = "rsa.example";
  private static final String EC = "ec.example";
  private static final List<String> GROUPS =
      List.of("X25519MLKEM768", "X25519", "secp256r1", "secp384r1");
  private static final List<String> TLS_1_3 =
      List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

  private final TestServer server = new TestServer();
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

  @BeforeEach
  void certificates() {
    serve(TlsProfile.INTERMEDIATE);
  }

  private void serve(TlsProfile profile) {
    server.policy = new ServingPolicy(false, profile, null);
    server.serve(RSA, false, TestCertificates.rsa(RSA));
    server.serve(EC, false, TestCertificates.ec(EC));
  }

  @AfterEach
  void stop() {
    server.close();
    loops.shutdownGracefully().awaitUninterruptibly();
  }

  /** Shakes hands and returns version and suite, or "refused". */
  private String handshake(
      SslProvider provider, String name, List<String> versions, List<String> suites, String group)
      throws SSLException {
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .sslProvider(provider)
            .endpointIdentificationAlgorithm(null)
            .trustManager(InsecureTrustManagerFactory.INSTANCE)
            .protocols(versions)
            .ciphers(suites.isEmpty() ? null : suites);
    if (!group.isEmpty()) {
      builder.option(OpenSslContextOption.GROUPS, new String[] {group});
    }
    SslContext context = builder.build();
    List<SslHandler> handler = new ArrayList<>();
    Channel channel =
        new Bootstrap()
            .group(loops)
            .channel(NioSocketChannel.class)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    SslHandler made = context.newHandler(channel.alloc(), name, 443);
                    handler.add(made);
                    channel.pipeline().addLast(made);
                  }
                })
            .connect(server.https())
            .syncUninterruptibly()
            .channel();
    try {
      var shaken = handler.getFirst().handshakeFuture().awaitUninterruptibly();
      if (!shaken.isSuccess()) {
        return "refused";
      }
      var session = handler.getFirst().engine().getSession();
      return session.getProtocol() + " " + session.getCipherSuite();
    } finally {
      channel.close().syncUninterruptibly();
      io.netty.util.ReferenceCountUtil.release(context);
    }
  }

  private String offer(String name, String version, String... suites) throws SSLException {
    return handshake(SslProvider.OPENSSL, name, List.of(version), List.of(suites), "");
  }

  private String group(String group) throws SSLException {
    return handshake(SslProvider.OPENSSL, EC, List.of("TLSv1.3"), List.of(), group);
  }

  @Test
  @Behaviour("TLS-041")
  void intermediateSpeaksItsNineSuitesAndNothingBelow() throws Exception {
    for (String suite : TlsProfile.INTERMEDIATE.suites().subList(3, 9)) {
      String name = suite.contains("ECDSA") ? EC : RSA;
      assertThat(offer(name, "TLSv1.2", suite)).isEqualTo("TLSv1.2 " + suite);
    }
    assertThat(offer(RSA, "TLSv1.3")).startsWith("TLSv1.3 TLS_");
    assertThat(offer(RSA, "TLSv1.2", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA")).isEqualTo("refused");
    assertThat(offer(RSA, "TLSv1.2", "TLS_RSA_WITH_AES_128_GCM_SHA256")).isEqualTo("refused");
    assertThat(offer(RSA, "TLSv1.1")).isEqualTo("refused");
  }

  @Test
  @Behaviour("TLS-040")
  void modernSpeaksTls13Alone() throws Exception {
    serve(new TlsProfile(TlsVersion.TLS_1_3, TLS_1_3, GROUPS, false));
    assertThat(offer(EC, "TLSv1.3")).startsWith("TLSv1.3 TLS_");
    assertThat(handshake(SslProvider.JDK, RSA, List.of("TLSv1.3"), TLS_1_3.subList(2, 3), ""))
        .isEqualTo("TLSv1.3 TLS_CHACHA20_POLY1305_SHA256");
    assertThat(handshake(SslProvider.JDK, RSA, List.of("TLSv1.3"), TLS_1_3.subList(1, 2), ""))
        .isEqualTo("TLSv1.3 TLS_AES_256_GCM_SHA384");
    assertThat(offer(EC, "TLSv1.2")).isEqualTo("refused");
    assertThat(offer(RSA, "TLSv1.2")).isEqualTo("refused");
  }

  @Test
  @Behaviour("TLS-042")
  void oldSpeaksTls11AndBlockCiphers() throws Exception {
    List<String> suites = new ArrayList<>(TlsProfile.INTERMEDIATE.suites());
    suites.addAll(
        List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
            "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
            "TLS_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_RSA_WITH_AES_128_CBC_SHA",
            "TLS_RSA_WITH_AES_256_CBC_SHA"));
    serve(new TlsProfile(TlsVersion.TLS_1_1, suites, GROUPS, false));
    for (String suite : suites.subList(3, suites.size())) {
      String name = suite.contains("ECDSA") ? EC : RSA;
      assertThat(offer(name, "TLSv1.2", suite)).isEqualTo("TLSv1.2 " + suite);
    }
    assertThat(offer(RSA, "TLSv1.1", "TLS_RSA_WITH_AES_128_CBC_SHA"))
        .isEqualTo("TLSv1.1 TLS_RSA_WITH_AES_128_CBC_SHA");
    assertThat(offer(RSA, "TLSv1.3")).startsWith("TLSv1.3 TLS_");
    assertThat(offer(RSA, "TLSv1")).isEqualTo("refused");
  }

  @Test
  @Behaviour({"TLS-043", "TLS-047"})
  void customSpeaksWhatIsGivenInTheOrderOfTheServer() throws Exception {
    List<String> suites = new ArrayList<>(TLS_1_3);
    suites.add("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
    suites.add("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
    serve(new TlsProfile(TlsVersion.TLS_1_2, suites, GROUPS, false));
    String weak = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
    String strong = "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384";
    assertThat(handshake(SslProvider.JDK, RSA, List.of("TLSv1.2"), List.of(weak, strong), ""))
        .isEqualTo("TLSv1.2 " + strong);
    assertThat(offer(RSA, "TLSv1.2", weak)).isEqualTo("TLSv1.2 " + weak);
    assertThat(offer(RSA, "TLSv1.2", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"))
        .isEqualTo("refused");
    assertThat(offer(RSA, "TLSv1.3")).startsWith("TLSv1.3 ");
  }

  @Test
  void thePlatformSpeaksWhatBoringSslCannot() throws Exception {
    String finite = "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256";
    serve(
        new TlsProfile(
            TlsVersion.TLS_1_2, List.of("TLS_AES_256_GCM_SHA384", finite), GROUPS, true));
    assertThat(handshake(SslProvider.JDK, RSA, List.of("TLSv1.2"), List.of(finite), ""))
        .isEqualTo("TLSv1.2 " + finite);
    assertThat(offer(RSA, "TLSv1.3")).isEqualTo("TLSv1.3 TLS_AES_256_GCM_SHA384");
    assertThat(handshake(SslProvider.JDK, RSA, List.of("TLSv1.3"), TLS_1_3.subList(0, 1), ""))
        .isEqualTo("refused");
    try (TlsClient client = TlsClient.connect(server.https(), RSA)) {
      assertThat(client.raw().send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n").response())
          .endsWith("GET /x a");
    }
  }

  @Test
  @Behaviour("TLS-045")
  void keysAreExchangedInTheGroupsOfTheProfile() throws Exception {
    for (String group : GROUPS) {
      assertThat(group(group)).as(group).startsWith("TLSv1.3 ");
    }
    assertThat(group("secp521r1")).isEqualTo("refused");
    List<String> custom = new ArrayList<>(GROUPS);
    custom.add("secp521r1");
    serve(new TlsProfile(TlsVersion.TLS_1_2, TlsProfile.INTERMEDIATE.suites(), custom, false));
    assertThat(group("secp521r1")).startsWith("TLSv1.3 ");
  }

  @ParameterizedTest
  @Behaviour("TLS-010")
  @CsvSource({
    "false, TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
    "false, TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
    "true, TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
    "true, TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384"
  })
  void anOlderSuiteForEcdsaGetsTheEcdsaCertificate(boolean platform, String suite)
      throws SSLException {
    List<String> suites = List.of(suite, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
    server.policy =
        new ServingPolicy(
            false, new TlsProfile(TlsVersion.TLS_1_2, suites, GROUPS, platform), null);
    server.serve(
        "both.example",
        false,
        TestCertificates.rsa("both.example"),
        TestCertificates.ec("both.example"));
    SslProvider provider = platform ? SslProvider.JDK : SslProvider.OPENSSL;
    assertThat(handshake(provider, "both.example", List.of("TLSv1.2"), suites, ""))
        .isEqualTo("TLSv1.2 " + suite);
  }
}
