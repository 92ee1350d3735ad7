package dev.causeway.controlplane.boot;

import dev.causeway.controlplane.ControlPlaneApplication;
import dev.causeway.controlplane.pipeline.Pipeline;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The control plane as a process within this JVM, with identities of its own. */
final class TestProcess {
  private final Path folder;

  /** Makes identities in {@code folder}. */
  TestProcess(Path folder) throws Exception {
    this.folder = folder;
    X509Bundle ca =
        new CertificateBuilder()
            .subject("CN=test authority")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    X509Bundle server =
        new CertificateBuilder()
            .subject("CN=localhost")
            .addSanDnsName("localhost")
            .buildIssuedBy(ca);
    Files.writeString(folder.resolve("ca.pem"), ca.getCertificatePEM());
    Files.writeString(folder.resolve("server.pem"), server.getCertificatePEM());
    Files.writeString(folder.resolve("server.key"), server.getPrivateKeyPEM());
  }

  /** Returns arguments with which it listens on free ports. */
  List<String> arguments(String... more) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.add("--management.server.port=" + freePort());
    arguments.add("--management.server.address=127.0.0.1");
    arguments.add("--causeway.stream.address=127.0.0.1");
    arguments.add("--causeway.stream.port=0");
    arguments.add("--causeway.stream.tls.certificate=" + folder.resolve("server.pem"));
    arguments.add("--causeway.stream.tls.key=" + folder.resolve("server.key"));
    arguments.add("--causeway.stream.tls.trust=" + folder.resolve("ca.pem"));
    arguments.addAll(List.of(more));
    return arguments;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  static ConfigurableApplicationContext run(List<String> arguments) {
    return SpringApplication.run(ControlPlaneApplication.class, arguments.toArray(String[]::new));
  }

  /** Runs with a client of the cluster and a clock that are given. */
  static ConfigurableApplicationContext run(
      List<String> arguments, KubernetesClient client, Clock clock) {
    return new SpringApplicationBuilder(ControlPlaneApplication.class)
        .initializers(
            (GenericApplicationContext context) -> {
              context.registerBean(KubernetesClient.class, () -> client);
              context.registerBean(
                  "givenClock", Clock.class, () -> clock, bean -> bean.setPrimary(true));
            })
        .run(arguments.toArray(String[]::new));
  }

  /** Returns whether everything there is has been published once. */
  static boolean ready(ConfigurableApplicationContext context) {
    return context.getBean(Pipeline.class).firstPublication().isDone();
  }

  /** Returns status and body of an answer of the management port. */
  static String get(ConfigurableApplicationContext context, String path) throws Exception {
    String port = context.getEnvironment().getProperty("management.server.port");
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      return response.statusCode() + " " + response.body();
    }
  }
}
