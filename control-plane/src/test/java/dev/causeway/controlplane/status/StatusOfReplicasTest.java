package dev.causeway.controlplane.status;

import static dev.causeway.controlplane.status.GivenStatus.decided;
import static dev.causeway.controlplane.status.GivenStatus.served;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causeway.controlplane.activation.RemoteSurvey;
import dev.causeway.controlplane.activation.SurveyOptions;
import dev.causeway.controlplane.routers.TestReplica;
import dev.causeway.controlplane.routers.TestRouter;
import dev.causeway.controlplane.stream.SnapshotShelf;
import dev.causeway.controlplane.stream.TlsFiles;
import dev.causeway.routing.compile.CompileUpdate;
import dev.causeway.testkit.tls.TestAuthority;
import dev.causeway.testkit.tls.TestAuthority.Identity;
import io.fabric8.openshift.api.model.RouteIngress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that writes status, and two others that serve routers. */
class StatusOfReplicasTest extends StatusReplicas {
  private static final String HOST = "www.example.com";

  @TempDir private Path folder;
  private final SnapshotShelf compiled = new SnapshotShelf("status", Clock.systemUTC());
  private final Set<InetSocketAddress> found = ConcurrentHashMap.newKeySet();
  private TestReplica one;
  private TestReplica two;
  private StatusActivation activation;

  @BeforeEach
  void serve() throws Exception {
    TestAuthority authority = new TestAuthority(folder);
    one = new TestReplica(authority);
    two = new TestReplica(authority);
    found.add(one.address());
    found.add(two.address());
    Identity own = authority.issue(TestReplica.ASKER);
    activation =
        new StatusActivation(
            compiled,
            RemoteSurvey.source(
                new SurveyOptions(
                    () -> Set.copyOf(found),
                    "control-plane.test",
                    new TlsFiles(own.certificate(), own.key(), own.trust()),
                    Duration.ofMillis(20),
                    Duration.ofHours(1))),
            Duration.ofSeconds(10));
    publishToRouters(decided());
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
  }

  private void publishToRouters(CompileUpdate update) {
    one.shelf().publish("default", update);
    two.shelf().publish("default", update);
  }

  private void publish(Replica status, CompileUpdate update) {
    compiled.publish("default", update);
    status.board().publish("default", update);
  }

  private void awaitMessage(String name, String message) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              List<RouteIngress> ingress = ingress(name);
              return !ingress.isEmpty()
                  && message.equals(ingress.getLast().getConditions().getLast().getMessage());
            });
  }

  @Test
  void oneWriteForEachGenerationWhileReplicasComeAndGo() {
    TestRouter a = one.router("a");
    two.router("b");
    two.router("c");
    Replica status = replica("s", "", activation);
    lead("s", status);
    String uid = create("web", HOST);
    CompileUpdate first = served("web", uid, 1, HOST, 1);
    // The process that writes status is the quickest.
    publish(status, first);
    publishToRouters(first);
    awaitMessage("web", "generation 1 is served by all 3 routers that were connected");
    assertThat(api.asked("PATCH", "/routes/web/")).hasSize(1);

    a.holdBack();
    CompileUpdate second = served("web", uid, 2, HOST, 2);
    publish(status, second);
    publishToRouters(second);
    // The replica whose router lags behind goes, and its router with it.
    found.remove(one.address());
    one.close();
    awaitMessage("web", "generation 2 is served by all 2 routers that were connected");
    assertThat(api.asked("PATCH", "/routes/web/")).hasSize(2);

    // A successor has nothing to say, whoever is connected by then.
    status.election().close();
    two.router("d");
    Replica next = replica("t", "", activation);
    next.board().publish("default", second);
    lead("t", next);
    String last = create("last", "last.example.com");
    CompileUpdate third = served("last", last, 1, "last.example.com", 1);
    publish(next, third);
    two.shelf().publish("default", third);
    awaitMessage("last", "generation 1 is served by all 3 routers that were connected");
    assertThat(api.asked("PATCH", "/routes/web/")).hasSize(2);
  }
}
