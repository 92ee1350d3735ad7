package dev.causeway.router.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.causeway.router.tls.ClientTls;
import dev.causeway.router.tls.ServerTlsContexts;
import dev.causeway.router.tls.ServingPolicy;
import dev.causeway.router.tls.TlsMaterialException;
import dev.causeway.router.tls.UpstreamTlsContexts;
import dev.causeway.routing.model.Bytes;
import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.KeyAlgorithm;
import dev.causeway.routing.model.TrustBundle;
import dev.causeway.routing.model.UpstreamTls;
import dev.causeway.testkit.Behaviour;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslHandler;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How certificates of endpoints are verified, and what is refused as material. */
class UpstreamTlsTest {
  private final TestServer endpoint = new TestServer();
  private final UpstreamTlsContexts contexts = new UpstreamTlsContexts();
  private final X509Bundle ca =
      TestCertificates.bundle("ca.example", CertificateBuilder.Algorithm.ecp256);

  @AfterEach
  void stop() {
    endpoint.close();
  }

  @Test
  @Behaviour({"TLS-033", "TLS-037"})
  void aDestinationCaIsEnoughWithoutAName() throws Exception {
    serve("other.example", ca);
    // The endpoint knows one name only: none. Any SNI name would fail the handshake.
    assertThat(handshake(new UpstreamTls("b", null), bundle(ca))).isNull();
  }

  @Test
  @Behaviour("TLS-034")
  void theNameIsCheckedWhereOneIsAskedFor() throws Exception {
    serve("svc.ns.svc", ca);
    assertThat(handshake(new UpstreamTls("b", "svc.ns.svc"), bundle(ca))).isNull();
    assertThat(handshake(new UpstreamTls("b", "other.ns.svc"), bundle(ca))).isNotNull();
  }

  @Test
  @Behaviour("TLS-036")
  void anotherCaIsNotTrusted() throws Exception {
    serve("svc.ns.svc", TestCertificates.bundle("x", CertificateBuilder.Algorithm.ecp256));
    assertThat(handshake(new UpstreamTls("b", null), bundle(ca))).isNotNull();
  }

  @Test
  @Behaviour("TLS-035")
  void nothingIsVerifiedWithoutABundle() throws Exception {
    serve("svc.ns.svc", TestCertificates.bundle("x", CertificateBuilder.Algorithm.ecp256));
    assertThat(handshake(new UpstreamTls(null, null), null)).isNull();
  }

  @Test
  void unusableMaterialIsRefusedWithoutShowingIt() throws Exception {
    Certificate good = TestCertificates.ec("a.example");
    Certificate foreignKey =
        new Certificate(
            "test", "n", good.chain(), KeyAlgorithm.EC, TestCertificates.ec("b").privateKey());
    Certificate noCertificate =
        new Certificate(
            "test", "n", List.of(Bytes.of(new byte[] {1, 2})), KeyAlgorithm.EC, good.privateKey());
    ServerTlsContexts serving =
        new ServerTlsContexts(Clock.fixed(java.time.Instant.EPOCH, java.time.ZoneOffset.UTC));
    serving.validate(good);
    assertThatThrownBy(() -> serving.validate(foreignKey))
        .isInstanceOf(TlsMaterialException.class)
        .hasMessage("the private key does not belong to the certificate");
    assertThatThrownBy(() -> serving.validate(noCertificate))
        .isInstanceOf(TlsMaterialException.class);
    assertThat(serving.of(List.of(good), ServingPolicy.DEFAULT))
        .isSameAs(serving.of(List.of(good), ServingPolicy.DEFAULT));
    assertThat(serving.of(List.of(good), ServingPolicy.DEFAULT.http2(true)))
        .isNotSameAs(serving.of(List.of(good), ServingPolicy.DEFAULT));
  }

  private void serve(String host, X509Bundle issuer) throws Exception {
    X509Bundle leaf =
        new CertificateBuilder()
            .subject("CN=" + host)
            .addSanDnsName(host)
            .algorithm(CertificateBuilder.Algorithm.ecp256)
            .buildIssuedBy(issuer);
    endpoint.serve("", false, TestCertificates.certificate(host, leaf, KeyAlgorithm.EC));
  }

  private static TrustBundle bundle(X509Bundle ca) throws Exception {
    return new TrustBundle("test", "b", List.of(Bytes.of(ca.getCertificate().getEncoded())));
  }

  /** Returns why the handshake failed, or null if it did not. */
  private @Nullable Throwable handshake(UpstreamTls how, @Nullable TrustBundle trust)
      throws Exception {
    ClientTls tls = contexts.of(how, trust);
    CompletableFuture<@Nullable Throwable> outcome = new CompletableFuture<>();
    Channel channel =
        new Bootstrap()
            .group(endpoint.server.loops())
            .channel(endpoint.server.io().clientChannel())
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    SslHandler handler = tls.newHandler(channel.alloc(), true);
                    handler.handshakeFuture().addListener(f -> outcome.complete(f.cause()));
                    channel.pipeline().addLast(handler);
                  }
                })
            .connect(endpoint.https())
            .sync()
            .channel();
    Throwable failure = outcome.get();
    channel.close().sync();
    return failure;
  }
}
