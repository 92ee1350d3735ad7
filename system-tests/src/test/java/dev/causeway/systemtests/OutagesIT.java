package dev.causeway.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that end, in order or not. */
final class OutagesIT {
  @TempDir Path folder;

  @Test
  void routersServeWithoutControlPlaneAndFollowTheNextOne() throws Exception {
    try (Origin blue = new Origin("blue");
        Cluster cluster = new Cluster(folder)) {
      cluster.write("service.yaml", Manifests.service("team", "blue", blue.port()));
      cluster.write("a.yaml", Manifests.route("team", "a", 2026, "a.apps.test", "blue"));
      Cluster.ControlPlane first = cluster.controlPlane();
      Cluster.Router router = cluster.router("router-1", first.streamPort());
      assertServed(cluster, router, "a.apps.test");

      first.program().kill();
      assertServed(cluster, router, "a.apps.test");

      router.program().terminate();
      router.program().exitStatus(Duration.ofSeconds(30));
      Cluster.Router restarted = cluster.router("router-1", first.streamPort());
      assertServed(cluster, restarted, "a.apps.test");

      cluster.write("b.yaml", Manifests.route("team", "b", 2026, "b.apps.test", "blue"));
      cluster.controlPlane(first.streamPort());
      Eventually.holds(() -> assertServed(cluster, restarted, "b.apps.test"));
    }
  }

  @Test
  void terminatedRouterFinishesWhatItAnswers() throws Exception {
    try (Origin blue = new Origin("blue");
        Cluster cluster = new Cluster(folder)) {
      cluster.write("service.yaml", Manifests.service("team", "blue", blue.port()));
      cluster.write("a.yaml", Manifests.route("team", "a", 2026, "a.apps.test", "blue"));
      Cluster.ControlPlane controlPlane = cluster.controlPlane();
      Cluster.Router router = cluster.router("router-1", controlPlane.streamPort());
      CompletableFuture<Answer> slow = new CompletableFuture<>();
      Thread.startVirtualThread(
          () -> {
            try {
              slow.complete(cluster.web().get(router.http(), "a.apps.test", "/slow"));
            } catch (Exception e) {
              slow.completeExceptionally(e);
            }
          });
      blue.awaitSlow();

      router.program().terminate();
      Eventually.equal(false, () -> cluster.web().isReady(router.management()));
      blue.finishSlow();

      Answer answer = slow.get(30, TimeUnit.SECONDS);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).contains("blue");
      router.program().exitStatus(Duration.ofSeconds(30));
    }
  }

  private static void assertServed(Cluster cluster, Cluster.Router router, String host)
      throws Exception {
    Answer answer = cluster.web().get(router.http(), host, "/");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("blue");
  }
}
