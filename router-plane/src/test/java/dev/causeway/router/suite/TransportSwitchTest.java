package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.causeway.router.suite.TestClient.Call;
import dev.causeway.router.suite.TestClient.Stream;
import dev.causeway.router.transport.IoTransport;
import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.Termination;
import dev.causeway.routing.model.UpstreamTls;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** {@code causeway.router.transport}: the same traffic on each, to endpoints as well. */
@Timeout(120)
@ExtendWith({OutputCaptureExtension.class, LeakCheck.class})
final class TransportSwitchTest {

  /** Reactor Netty names its threads after what drives them. */
  private static void assertThatManagementRunsOnTheSelector(TestRouter router) throws Exception {
    try (TestClient client = Http1Client.plain(router.managementPort())) {
      assertThat(client.get("localhost", "/actuator/health/liveness").status()).isEqualTo(200);
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .filteredOn(name -> name.startsWith("management-") || name.startsWith("reactor-"))
        .isNotEmpty()
        .allMatch(name -> name.startsWith("management-nio-"));
  }

  @ParameterizedTest
  @EnumSource
  void servesOnEachTransport(IoTransport io, CapturedOutput output) throws Exception {
    assumeTrue(io.unavailability() == null, () -> io + ": " + io.unavailability());
    X509Bundle certificate = TestCertificates.selfSigned("origin.test");
    String name = io.name().toLowerCase(java.util.Locale.ROOT);
    try (TestOrigin plain = TestOrigin.plain("plain");
        TestOrigin secure = TestOrigin.tls("secure", TestCertificates.server(certificate));
        TestRouter router =
            TestRouter.start(
                List.of(), "causeway.router.transport=" + name, "causeway.router.io-threads=2")) {
      assertThat(output).contains("2 event loops on " + name);
      assertThatManagementRunsOnTheSelector(router);
      router.apply(
          new Routes()
              .add(TestCertificates.resource(Routes.SHARD, "own", certificate))
              .defaultCertificate("own")
              .certificate("plain.test", "own")
              .upstream("plain", plain)
              .upstream("secure", new UpstreamTls(null, null), secure)
              .upstream("relayed", secure)
              .both("plain.test", "", "plain")
              .rule(
                  "reencrypt.test",
                  "",
                  Termination.REENCRYPT,
                  InsecurePolicy.ALLOW,
                  Routes.POLICIES,
                  List.of(),
                  "secure")
              .passthrough("pass.test", "relayed"));
      try (TestClient client = Http1Client.plain(router.httpPort())) {
        assertThat(client.get("plain.test", "/").body()).isEqualTo("plain");
        assertThat(client.get("reencrypt.test", "/").body()).isEqualTo("secure");
        assertThat(client.get("plain.test", "/large?size=8388608").bytes()).hasSize(8 << 20);
        Stream cut = client.send(Call.get("plain.test", "/truncated"));
        assertThat(StreamingSuite.readText(cut, 7)).isEqualTo("partial");
        Assertions.assertThatThrownBy(cut::read).isInstanceOf(IOException.class);
      }
      try (Http2Client client = Http2Client.connect(router.httpsPort(), "plain.test")) {
        assertThat(client.get("plain.test", "/").body()).isEqualTo("plain");
        Stream tunnel = client.connectWebSocket("plain.test", "/ws");
        tunnel.data(TestOrigin.text("hello"));
        assertThat(StreamingSuite.readText(tunnel, 5)).isEqualTo("hello");
        tunnel.end();
        assertThat(tunnel.read()).isNull();
      }
      try (TestClient client =
          Http1Client.tls(router.httpsPort(), "pass.test", TestCertificates.trustingClient())) {
        assertThat(client.get("pass.test", "/").body()).isEqualTo("secure");
      }
    }
  }
}
