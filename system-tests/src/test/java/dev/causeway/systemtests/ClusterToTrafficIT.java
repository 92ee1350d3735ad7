package dev.causeway.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.causeway.testkit.Behaviour;
import dev.causeway.testkit.api.ScriptedApiServer;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** From the API of a cluster to answered requests, through the packaged programs. */
final class ClusterToTrafficIT {
  private static final Map<String, String> RESOURCES =
      Map.of(
          "Route", "routes",
          "Service", "services",
          "EndpointSlice", "endpointslices",
          "Secret", "secrets");

  private final ObjectMapper json = new ObjectMapper();
  private final ScriptedApiServer api = new ScriptedApiServer();
  @TempDir Path folder;

  ClusterToTrafficIT() throws IOException {}

  private void apply(String yaml) throws Exception {
    for (Object document : new Yaml().loadAll(yaml)) {
      Map<?, ?> object = (Map<?, ?>) document;
      api.put(
          Objects.requireNonNull(RESOURCES.get(object.get("kind"))),
          json.writeValueAsString(object));
    }
  }

  private static String secret(X509Bundle bundle) {
    return """
    apiVersion: v1
    kind: Secret
    metadata: {name: cert, namespace: team}
    type: kubernetes.io/tls
    data: {tls.crt: %s, tls.key: %s}
    """
        .formatted(base64(bundle.getCertificatePathPEM()), base64(bundle.getPrivateKeyPEM()));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String secure(String host) {
    return Manifests.route("team", "secure", 2026, host, "blue")
        + "  tls: {termination: edge, externalCertificate: {name: cert}}\n";
  }

  @Test
  @Behaviour("LIM-018")
  void routersServeWhatTheClusterHoldsAndGoOnWhileItsApiIsGone() throws Exception {
    try (api;
        Origin blue = new Origin("blue");
        Origin green = new Origin("green");
        Cluster cluster = new Cluster(folder)) {
      apply(Manifests.service("team", "blue", blue.port()));
      apply(Manifests.service("other", "green", green.port()));
      apply(Manifests.route("other", "green", 2026, "green.apps.test", "green"));
      Cluster.ControlPlane controlPlane =
          cluster.controlPlaneOf(api.url(), "--causeway.kubernetes.retry=50ms");
      Cluster.Router router = cluster.router("router-1", controlPlane.streamPort());
      served(cluster, router, "green.apps.test", "green");

      // Created, then changed.
      apply(Manifests.route("team", "web", 2026, "one.apps.test", "blue"));
      Eventually.holds(() -> served(cluster, router, "one.apps.test", "blue"));
      apply(Manifests.route("team", "web", 2026, "two.apps.test", "blue"));
      Eventually.holds(() -> served(cluster, router, "two.apps.test", "blue"));
      Eventually.holds(() -> notServed(cluster, router, "one.apps.test"));

      // A Secret, and its next certificate.
      apply(secret(cluster.identities().host("secure.apps.test")));
      apply(secure("secure.apps.test"));
      Eventually.holds(
          () ->
              assertThat(cluster.web().getSecure(router.https(), "secure.apps.test", "/").body())
                  .contains("blue"));
      X509Bundle next =
          cluster.identities().host("secure.apps.test", "O=next, CN=secure.apps.test");
      apply(secret(next));
      Eventually.holds(
          () ->
              assertThat(
                      cluster
                          .web()
                          .getSecure(router.https(), "secure.apps.test", "/")
                          .certificate())
                  .contains("O=next"));

      // The API server goes, and comes back with changes nobody was told of.
      api.down();
      served(cluster, router, "two.apps.test", "blue");
      served(cluster, router, "green.apps.test", "green");
      for (String resource : List.of("routes", "services", "endpointslices")) {
        api.delete(resource, "other", resource.equals("endpointslices") ? "green-1" : "green");
      }
      apply(Manifests.route("team", "new", 2026, "new.apps.test", "blue"));
      api.expire();
      api.up();
      Eventually.holds(() -> served(cluster, router, "new.apps.test", "blue"));
      Eventually.holds(() -> notServed(cluster, router, "green.apps.test"));
      served(cluster, router, "two.apps.test", "blue");
      assertThat(cluster.web().getSecure(router.https(), "secure.apps.test", "/").status())
          .isEqualTo(200);
    }
  }

  private static void served(Cluster cluster, Cluster.Router router, String host, String by)
      throws Exception {
    Answer answer = cluster.web().get(router.http(), host, "/");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains(by);
  }

  private static void notServed(Cluster cluster, Cluster.Router router, String host)
      throws Exception {
    assertThat(cluster.web().get(router.http(), host, "/").status()).isEqualTo(503);
  }
}
