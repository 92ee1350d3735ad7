package dev.causeway.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.testkit.Behaviour;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A router that somebody made with the starter follows the same control plane as ours. */
final class OwnRouterIT {
  private static final String FILTERS =
      "  annotations:\n    causeway.dev/filters: tenant\n  creationTimestamp:";

  @Test
  @Behaviour("LIM-024")
  void filterOfTheSampleActsWhereRoutesNameIt(@TempDir Path folder) throws Exception {
    try (Origin origin = new Origin("origin");
        Cluster cluster = new Cluster(folder)) {
      cluster.write("service.yaml", Manifests.service("shop", "web", origin.port()));
      cluster.write("plain.yaml", Manifests.route("shop", "plain", 2026, "plain.shop.test", "web"));
      cluster.write(
          "acme.yaml",
          Manifests.route("shop", "acme", 2026, "acme.shop.test", "web")
              .replace("  creationTimestamp:", FILTERS));
      Cluster.ControlPlane controlPlane = cluster.controlPlaneAllowing("tenant");
      Cluster.Router router =
          cluster.router("own", PackagedJars.OWN_ROUTER, controlPlane.streamPort());

      Answer named = cluster.web().get(router.http(), "acme.shop.test", "/tenant");
      Answer unnamed = cluster.web().get(router.http(), "plain.shop.test", "/tenant");

      assertThat(named.status()).isEqualTo(200);
      assertThat(named.body()).isEqualTo("acme");
      assertThat(unnamed.body()).isEqualTo("null");
      assertThat(cluster.web().snapshot(router.management()).path("effective").asText())
          .isNotEmpty();
    }
  }
}
