package dev.causeway.controlplane.status;

import static dev.causeway.controlplane.status.GivenStatus.decided;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causeway.controlplane.cluster.ChartRoles;
import dev.causeway.controlplane.cluster.RealCluster;
import dev.causeway.controlplane.cluster.RequestRecorder;
import dev.causeway.controlplane.leader.LeaderElection;
import dev.causeway.controlplane.leader.LeaderElections;
import dev.causeway.controlplane.leader.LeaderTimes;
import dev.causeway.routing.admission.Reason;
import dev.causeway.routing.admission.Verdict;
import dev.causeway.testkit.Behaviour;
import dev.causeway.testkit.cluster.OnCluster;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.openshift.api.model.Route;
import io.fabric8.openshift.api.model.RouteBuilder;
import io.fabric8.openshift.api.model.RouteIngress;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The writer against a real API server, with the rights of the chart's role and no others. */
@OnCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatusWriterClusterTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String ACCOUNT = "causeway-status";
  private static final LeaderTimes TIMES =
      new LeaderTimes(Duration.ofMinutes(5), Duration.ofMinutes(4), Duration.ofMillis(200));

  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private final String system = "status-" + run + "-system";
  private final String shop = "status-" + run;
  private final RequestRecorder asked = new RequestRecorder();
  private final RealCluster cluster = new RealCluster();
  private final ChartRoles roles = ChartRoles.read().in(system, system);
  private final List<LeaderElection> elections = new ArrayList<>();
  private final KubernetesClient writer;

  private record Replica(StatusBoard board, LeaderElection election, SimpleMeterRegistry meters) {
    double written() {
      return meters.get("causeway.status.writes").tag("outcome", "written").counter().count();
    }
  }

  StatusWriterClusterTest() {
    cluster.namespace(system);
    cluster.namespace(shop);
    cluster.serve("route.openshift.io", "Route", "routes");
    writer = cluster.account(system, ACCOUNT, asked);
  }

  @BeforeAll
  void bindRoles() {
    cluster.apply(roles.yaml());
  }

  @AfterEach
  void stop() {
    elections.forEach(LeaderElection::close);
    elections.clear();
    cluster.admin().leases().inNamespace(system).delete();
  }

  @AfterAll
  void theRoleAllowsWhatWasAsked() {
    writer.close();
    cluster.delete(roles.yaml());
    cluster.admin().namespaces().withName(system).delete();
    cluster.admin().namespaces().withName(shop).delete();
    cluster.close();
    assertThat(asked.asked().notIn(roles.of(ACCOUNT))).isEmpty();
  }

  private Replica replica(String name) {
    StatusOptions options =
        new StatusOptions(
            "", Map.of(), 16, 5_000, 1_000, Duration.ofHours(1), Duration.ofSeconds(1));
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    StatusBoard board = new StatusBoard(options);
    LeaderElection election =
        new LeaderElections(writer, system, name, TIMES, Clock.systemUTC(), meters)
            .election(
                "status",
                new StatusWriter(
                    writer, board, options, name, TIMES.slack(), Clock.systemUTC(), meters, null));
    elections.add(election);
    election.start();
    return new Replica(board, election, meters);
  }

  private String create(String name) {
    return cluster
        .admin()
        .resource(
            new RouteBuilder()
                .withNewMetadata()
                .withNamespace(shop)
                .withName(name)
                .addToLabels("team", "shop")
                .addToAnnotations("note", "kept")
                .endMetadata()
                .withNewSpec()
                .withHost(name + ".example.com")
                .withNewTo()
                .withKind("Service")
                .withName("web")
                .endTo()
                .endSpec()
                .build())
        .create()
        .getMetadata()
        .getUid();
  }

  private Route get(String name) {
    return cluster.admin().resources(Route.class).inNamespace(shop).withName(name).get();
  }

  private List<RouteIngress> ingress(String name) {
    Route route = get(name);
    return route.getStatus() == null || route.getStatus().getIngress() == null
        ? List.of()
        : route.getStatus().getIngress();
  }

  private Verdict admitted(String name, String uid) {
    return GivenStatus.admitted(shop + "/" + name, uid, name + ".example.com");
  }

  @Test
  @Behaviour("RT-086")
  void oneReplicaWritesOnceAndTheNextNothing() {
    String uid = create("web");
    Replica a = replica("a");
    await().atMost(PATIENCE).until(a.election()::leads);
    Replica b = replica("b");
    a.board().publish("default", decided(admitted("web", uid)));
    b.board().publish("default", decided(admitted("web", uid)));
    await().atMost(PATIENCE).until(() -> ingress("web").size() == 1);
    Route written = get("web");
    assertThat(written.getMetadata().getGeneration()).isEqualTo(1);
    // By which shadow mode is known not to write.
    assertThat(written.getMetadata().getManagedFields())
        .extracting(ManagedFieldsEntry::getManager)
        .contains(ACCOUNT);
    assertThat(written.getMetadata().getLabels()).containsEntry("team", "shop");
    assertThat(written.getMetadata().getAnnotations()).containsEntry("note", "kept");
    assertThat(written.getSpec().getHost()).isEqualTo("web.example.com");

    a.election().close();
    await().atMost(PATIENCE).until(b.election()::leads);
    String last = create("last");
    b.board().publish("default", decided(admitted("last", last)));
    await().atMost(PATIENCE).until(() -> ingress("last").size() == 1);
    assertThat(get("web").getMetadata().getResourceVersion())
        .isEqualTo(written.getMetadata().getResourceVersion());
    assertThat(a.written()).isEqualTo(1);
    assertThat(b.written()).isEqualTo(1);
  }

  @Test
  @Behaviour({"RT-064", "RT-088"})
  void twoWritersOfDifferentRoutersBothEndUpInTheStatus() {
    Replica a = replica("a");
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      verdicts.add(admitted("busy" + i, create("busy" + i)));
    }
    a.board().publish("default", decided(verdicts));
    // Another router at the same time, in its own way: a whole update of what it just read.
    for (int i = 0; i < 50; i++) {
      String name = "busy" + i;
      await()
          .atMost(PATIENCE)
          .ignoreExceptionsMatching(
              e -> e instanceof KubernetesClientException refused && refused.getCode() == 409)
          .until(
              () -> {
                Route route = get(name);
                cluster
                    .admin()
                    .resource(
                        new RouteBuilder(route)
                            .editOrNewStatus()
                            .addNewIngress()
                            .withRouterName("okd")
                            .withHost(name)
                            .endIngress()
                            .endStatus()
                            .build())
                    .updateStatus();
                return true;
              });
    }
    for (int i = 0; i < 50; i++) {
      String name = "busy" + i;
      await().atMost(PATIENCE).until(() -> ingress(name).size() == 2);
      assertThat(ingress(name))
          .extracting(RouteIngress::getRouterName)
          .containsExactlyInAnyOrder("okd", "default");
    }
    // Ours goes, the other's stays.
    a.board()
        .publish(
            "default",
            GivenStatus.forgotten(
                verdicts.stream()
                    .map(verdict -> shop + "/" + verdict.route().name())
                    .toArray(String[]::new)));
    for (int i = 0; i < 50; i++) {
      String name = "busy" + i;
      await().atMost(PATIENCE).until(() -> ingress(name).size() == 1);
      assertThat(ingress(name).getFirst().getRouterName()).isEqualTo("okd");
    }
  }

  @Test
  void eventsAreAcceptedAndCounted() {
    String uid = create("bad");
    Replica a = replica("a");
    a.board()
        .publish(
            "default",
            decided(
                GivenStatus.rejected(
                    shop + "/bad",
                    uid,
                    "bad.example.com",
                    Reason.HOST_ALREADY_CLAIMED,
                    "an older Route holds the host")));
    a.board().publish("default", GivenStatus.noticed(shop + "/bad", "the value is not valid"));
    await().atMost(PATIENCE).until(() -> events(uid).size() == 2);
    assertThat(events(uid))
        .allMatch(event -> event.getType().equals("Warning") && event.getCount() == 1)
        .extracting(Event::getReason)
        .containsExactlyInAnyOrder("HostAlreadyClaimed", "AnnotationIgnored");
  }

  private List<Event> events(String uid) {
    return cluster
        .admin()
        .v1()
        .events()
        .inNamespace(shop)
        .withField("involvedObject.uid", uid)
        .list()
        .getItems();
  }
}
