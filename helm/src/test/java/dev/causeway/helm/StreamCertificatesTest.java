package dev.causeway.helm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates of the stream: those that Helm makes, and those that cert-manager is asked for. */
final class StreamCertificatesTest {
  @TempDir Path folder;

  private static Rendered render(String setUp) {
    try (Charts charts = new Charts()) {
      return SetUp.named(setUp).render(charts);
    }
  }

  private File file(JsonNode secret, String key) throws IOException {
    Path file = folder.resolve(Rendered.name(secret) + "-" + key);
    Files.write(file, Base64.getDecoder().decode(secret.path("data").path(key).asText()));
    return file.toFile();
  }

  /** Loads a Secret as the programs do. */
  private SSLContext context(JsonNode secret) throws Exception {
    AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
    keys.updateIdentityCredentials(file(secret, "tls.crt"), file(secret, "tls.key"));
    AdvancedTlsX509TrustManager trust = AdvancedTlsX509TrustManager.newBuilder().build();
    trust.updateTrustCredentials(file(secret, "ca.crt"));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[] {keys}, new TrustManager[] {trust}, null);
    return context;
  }

  private static List<String> names(X509Certificate certificate) throws Exception {
    return certificate.getSubjectAlternativeNames().stream()
        .map(name -> String.valueOf(name.get(1)))
        .toList();
  }

  /** Shakes hands as {@code name}; returns the names that the server saw. */
  private List<String> handshake(JsonNode server, JsonNode client, String name) throws Exception {
    try (SSLServerSocket listener =
        (SSLServerSocket)
            context(server)
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      SSLParameters parameters = listener.getSSLParameters();
      parameters.setNeedClientAuth(true);
      // A client's certificate is for a name, not for the address it calls from.
      parameters.setEndpointIdentificationAlgorithm("");
      listener.setSSLParameters(parameters);
      CompletableFuture<List<String>> seen = CompletableFuture.supplyAsync(() -> serve(listener));
      try (SSLSocket socket =
          (SSLSocket)
              context(client)
                  .getSocketFactory()
                  .createSocket(
                      new Socket(listener.getInetAddress(), listener.getLocalPort()),
                      name,
                      listener.getLocalPort(),
                      true)) {
        SSLParameters mine = socket.getSSLParameters();
        mine.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(mine);
        socket.startHandshake();
        assertThat(socket.getInputStream().read()).isEqualTo('.');
      }
      return seen.join();
    }
  }

  private static List<String> serve(SSLServerSocket listener) {
    try (SSLSocket socket = (SSLSocket) listener.accept()) {
      socket.startHandshake();
      List<String> names = names((X509Certificate) socket.getSession().getPeerCertificates()[0]);
      socket.getOutputStream().write('.');
      return names;
    } catch (Exception e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  @Test
  void routersAndControlPlaneShakeHands() throws Exception {
    Rendered rendered = render("two-shards");
    JsonNode server = rendered.object("Secret", "causeway-control-plane-tls");
    JsonNode config =
        Documents.single(
            rendered
                .object("ConfigMap", "causeway-router-internal")
                .at("/data/application.yaml")
                .asText());
    String target = config.at("/causeway/control-plane/targets/0").asText();
    assertThat(target).endsWith(":9443");
    String host = target.replace(":9443", "");
    for (String shard : List.of("default", "internal")) {
      JsonNode router = rendered.object("Secret", "causeway-router-" + shard + "-tls");
      assertThat(handshake(server, router, host)).containsExactly("router." + shard + ".causeway");
    }
    JsonNode router = rendered.object("Secret", "causeway-router-default-tls");
    assertThatThrownBy(() -> handshake(server, router, "elsewhere.example.com"))
        .isInstanceOf(SSLHandshakeException.class);
  }

  @Test
  void snapctlIsLetInThroughPortForwarding() throws Exception {
    Rendered rendered = render("defaults");
    JsonNode server = rendered.object("Secret", "causeway-control-plane-tls");
    JsonNode snapctl = rendered.object("Secret", "causeway-snapctl-tls");
    assertThat(handshake(server, snapctl, "localhost")).containsExactly("snapctl.causeway");
    assertThat(handshake(server, snapctl, "127.0.0.1")).containsExactly("snapctl.causeway");
  }

  /** The leader checks a replica's certificate for the name of the Service, not for its address. */
  @Test
  void roleThatWritesStatusIsLetInByItsName() throws Exception {
    Rendered rendered = render("defaults");
    JsonNode config =
        Documents.single(
            rendered.object("ConfigMap", "causeway-status").at("/data/application.yaml").asText());
    String target = config.at("/causeway/status/activation/target").asText();
    assertThat(target).endsWith(":9444");
    assertThat(
            handshake(
                rendered.object("Secret", "causeway-control-plane-tls"),
                rendered.object("Secret", "causeway-status-tls"),
                target.replace(":9444", "")))
        .containsExactly("status.causeway");
  }

  @Test
  void releasesDoNotTrustEachOther() {
    JsonNode server = render("defaults").object("Secret", "causeway-control-plane-tls");
    JsonNode router = render("defaults").object("Secret", "causeway-router-default-tls");
    assertThatThrownBy(
            () -> handshake(server, router, "causeway-control-plane.causeway-system.svc"))
        .isInstanceOf(SSLHandshakeException.class);
  }

  @Test
  void keyOfTheAuthorityIsMountedNowhere() throws Exception {
    Rendered rendered = render("defaults");
    JsonNode authority = rendered.object("Secret", "causeway-stream-authority");
    X509Certificate certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(
                        Base64.getDecoder().decode(authority.at("/data/tls.crt").asText())));
    assertThat(certificate.getBasicConstraints()).isNotNegative();
    assertThat(rendered.ofKind("Deployment"))
        .allSatisfy(
            deployment -> assertThat(deployment.toString()).doesNotContain("stream-authority"));
    assertThat(
            new String(Base64.getDecoder().decode(authority.at("/data/tls.key").asText()), UTF_8))
        .startsWith("-----BEGIN");
  }

  @Test
  void certManagerIsAskedForTheSameNames() throws Exception {
    Rendered made = render("defaults");
    Rendered asked = render("cert-manager");
    List<JsonNode> certificates = asked.ofKind("Certificate").toList();
    assertThat(certificates).hasSize(4);
    assertThat(asked.ofKind("Secret").map(Rendered::name)).containsExactly("causeway-ticket-keys");
    for (JsonNode certificate : certificates) {
      JsonNode secret = made.object("Secret", certificate.at("/spec/secretName").asText());
      assertThat(Rendered.namespace(certificate)).isEqualTo(Rendered.namespace(secret));
      assertThat(String.join(",", Documents.texts(certificate.at("/spec/dnsNames"))))
          .isEqualTo(secret.at("/metadata/annotations/causeway.dev~1names").asText());
      assertThat(certificate.at("/spec/privateKey/encoding").asText()).isEqualTo("PKCS8");
    }
  }
}
