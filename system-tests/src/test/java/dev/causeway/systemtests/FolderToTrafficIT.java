package dev.causeway.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.causeway.testkit.Behaviour;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Manifests in a folder become traffic served by another process. */
final class FolderToTrafficIT {
  @TempDir static Path folder;

  private static Cluster cluster;
  private static Origin blue;
  private static Origin green;
  private static Cluster.ControlPlane controlPlane;
  private static Cluster.Router router;

  @BeforeAll
  static void start() throws Exception {
    blue = new Origin("blue");
    green = new Origin("green");
    cluster = new Cluster(folder);
    cluster.write("services.yaml", services("team", "intruders"));
    cluster.write("hello.yaml", Manifests.route("team", "hello", 2026, "hello.apps.test", "blue"));
    controlPlane = cluster.controlPlane();
    router = cluster.router("router-1", controlPlane.streamPort());
  }

  private static String services(String... namespaces) {
    StringBuilder all = new StringBuilder();
    for (String namespace : namespaces) {
      all.append(Manifests.service(namespace, "blue", blue.port()));
      all.append("---\n");
      all.append(Manifests.service(namespace, "green", green.port()));
      all.append("---\n");
    }
    return all.toString();
  }

  @AfterAll
  static void stop() {
    cluster.close();
    blue.close();
    green.close();
  }

  private static void assertServed(String host, String origin) throws Exception {
    Answer answer = cluster.web().get(router.http(), host, "/");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains(origin);
  }

  private static String published() {
    return cluster
        .web()
        .snapshot(controlPlane.management())
        .path("shards")
        .path("default")
        .path("config")
        .asText();
  }

  @Test
  void editedRouteIsServedOnceTheRouterShowsTheNewId() throws Exception {
    cluster.write("edit.yaml", Manifests.route("team", "edit", 2026, "edit.apps.test", "blue"));
    Eventually.holds(() -> assertServed("edit.apps.test", "blue"));
    String before = published();

    cluster.write("edit.yaml", Manifests.route("team", "edit", 2026, "edit.apps.test", "green"));
    Eventually.holds(() -> assertThat(published()).isNotEqualTo(before));
    Eventually.equal(
        published(), () -> cluster.web().snapshot(router.management()).path("effective").asText());

    assertServed("edit.apps.test", "green");
  }

  /**
   * Each edit is made once the one before it is served. An interval between two changes, as OKD's 5
   * s between reloads, would make them take longer than the test may.
   */
  @Test
  @Timeout(60)
  @Behaviour("LIM-002")
  void editsOneAfterTheOtherWaitForNoInterval() throws Exception {
    for (int edit = 0; edit < 20; edit++) {
      String origin = edit % 2 == 0 ? "blue" : "green";
      cluster.write("row.yaml", Manifests.route("team", "row", 2026, "row.apps.test", origin));
      Eventually.holds(() -> assertServed("row.apps.test", origin));
    }
  }

  @Test
  @Behaviour("AN-006")
  void editedAnnotationHoldsForTheNextRequest() throws Exception {
    String route = Manifests.route("team", "annotated", 2026, "annotated.apps.test", "blue");
    cluster.write("annotated.yaml", route);
    Eventually.holds(() -> assertServed("annotated.apps.test", "blue"));

    cluster.write(
        "annotated.yaml",
        route.replace(
            "  name: annotated\n",
            "  name: annotated\n  annotations: {haproxy.router.openshift.io/ip_allowlist:"
                + " 192.0.2.1}\n"));
    Eventually.holds(
        () ->
            assertThatThrownBy(() -> cluster.web().get(router.http(), "annotated.apps.test", "/"))
                .isInstanceOf(IOException.class));
    assertServed("hello.apps.test", "blue");
  }

  @Test
  void edgeRouteShowsItsOwnCertificate() throws Exception {
    X509Bundle bundle = cluster.identities().host("secure.apps.test");
    cluster.write(
        "secure.yaml",
        Manifests.edge(
            "team",
            "secure",
            "secure.apps.test",
            "blue",
            bundle.getCertificatePathPEM(),
            bundle.getPrivateKeyPEM()));

    Eventually.holds(
        () -> {
          Answer answer = cluster.web().getSecure(router.https(), "secure.apps.test", "/");
          assertThat(answer.status()).isEqualTo(200);
          assertThat(answer.body()).contains("blue");
          assertThat(answer.certificate()).isEqualTo("CN=secure.apps.test");
        });
  }

  @Test
  void brokenCertificateIsReportedAndEverythingElseServed() throws Exception {
    X509Bundle bundle = cluster.identities().host("broken.apps.test");
    cluster.write(
        "broken.yaml",
        Manifests.edge(
            "team",
            "broken",
            "broken.apps.test",
            "blue",
            "-----BEGIN CERTIFICATE-----\nnot base64 at all!\n-----END CERTIFICATE-----",
            bundle.getPrivateKeyPEM()));

    Eventually.holds(
        () -> {
          JsonNode rejection = rejection("team/broken");
          assertThat(rejection.path("source").asText()).startsWith("broken.yaml");
          assertThat(rejection.path("reason").asText()).isEqualTo("ExtendedValidationFailed");
          assertThat(rejection.path("message").asText()).isNotBlank();
        });
    Eventually.holds(
        () ->
            assertThat(controlPlane.program().output())
                .contains("broken.yaml")
                .contains("team/broken"));
    assertServed("hello.apps.test", "blue");
    assertThat(controlPlane.program().output()).doesNotContain("PRIVATE KEY");
  }

  @Test
  void unparsableDocumentIsReportedAndItsNeighboursServed() throws Exception {
    cluster.write(
        "torn.yaml",
        Manifests.route("team", "torn", 2026, "torn.apps.test", "blue")
            + "---\nkind: Route\nmetadata: [unclosed\n");

    Eventually.holds(() -> assertServed("torn.apps.test", "blue"));
    Eventually.holds(
        () ->
            assertThat(
                    cluster
                        .web()
                        .snapshot(controlPlane.management())
                        .path("manifests")
                        .path("problems")
                        .toString())
                .contains("torn.yaml"));
    assertThat(controlPlane.program().output()).contains("torn.yaml");
    assertServed("hello.apps.test", "blue");
  }

  @Test
  @Behaviour("LIM-017")
  void hostOfAnotherNamespaceIsRefusedToTheYoungerRoute() throws Exception {
    cluster.write(
        "claim.yaml", Manifests.route("intruders", "claim", 2027, "hello.apps.test", "green"));

    Eventually.holds(
        () -> {
          JsonNode rejection = rejection("intruders/claim");
          assertThat(rejection.path("source").asText()).startsWith("claim.yaml");
          assertThat(rejection.path("reason").asText()).isEqualTo("HostAlreadyClaimed");
        });
    Eventually.holds(() -> assertThat(controlPlane.program().output()).contains("intruders/claim"));
    assertServed("hello.apps.test", "blue");
  }

  @Test
  void twoControlPlanesOnOneFolderAgreeOnTheId() throws Exception {
    Cluster.ControlPlane other = cluster.controlPlane();

    cluster.write("agree.yaml", Manifests.route("team", "agree", 2026, "agree.apps.test", "blue"));
    Eventually.holds(() -> assertServed("agree.apps.test", "blue"));

    Eventually.holds(
        () -> {
          JsonNode first = cluster.web().snapshot(controlPlane.management()).path("shards");
          JsonNode second = cluster.web().snapshot(other.management()).path("shards");
          for (String id : new String[] {"config", "endpoints"}) {
            assertThat(second.path("default").path(id)).isEqualTo(first.path("default").path(id));
          }
        });
  }

  private static JsonNode rejection(String route) {
    for (JsonNode rejection :
        cluster
            .web()
            .snapshot(controlPlane.management())
            .path("shards")
            .path("default")
            .path("rejected")) {
      if (rejection.path("route").asText().endsWith(route)) {
        return rejection;
      }
    }
    throw new AssertionError(route + " is not reported");
  }
}
