package dev.causeway.controlplane.status;

import static org.awaitility.Awaitility.await;

import dev.causeway.controlplane.leader.FakeApiServer;
import dev.causeway.controlplane.leader.LeaderElection;
import dev.causeway.controlplane.leader.LeaderElections;
import dev.causeway.controlplane.leader.LeaderTimes;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.openshift.api.model.Route;
import io.fabric8.openshift.api.model.RouteBuilder;
import io.fabric8.openshift.api.model.RouteIngress;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Replicas with the role against an API server on a socket. */
abstract class StatusReplicas {
  static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final LeaderTimes TIMES =
      new LeaderTimes(Duration.ofMinutes(5), Duration.ofMinutes(4), Duration.ofMillis(50));

  static final String ROUTES = "/apis/route.openshift.io/v1/namespaces/shop/routes/";

  final FakeApiServer api = new FakeApiServer();
  private final List<LeaderElection> elections = new ArrayList<>();
  KubernetesClient admin;

  /** One replica: its board, fed by the test, and its part in the election. */
  record Replica(StatusBoard board, LeaderElection election, SimpleMeterRegistry meters) {
    double written() {
      return meters.get("causeway.status.writes").tag("outcome", "written").counter().count();
    }
  }

  @BeforeEach
  void client() {
    admin = api.client("admin");
  }

  @AfterEach
  void end() {
    api.script(_ -> null);
    elections.forEach(LeaderElection::close);
    api.close();
  }

  Replica replica(String name) {
    return replica(name, "");
  }

  Replica replica(String name, String prefix) {
    return replica(name, prefix, null);
  }

  Replica replica(String name, String prefix, @Nullable StatusActivation activation) {
    StatusOptions options =
        new StatusOptions(
            prefix, Map.of(), 8, 5_000, 1_000, Duration.ofHours(1), Duration.ofMillis(300));
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    StatusBoard board = new StatusBoard(options);
    KubernetesClient client = api.client(name);
    LeaderElection election =
        new LeaderElections(client, "causeway", name, TIMES, Clock.systemUTC(), meters)
            .election(
                "status",
                new StatusWriter(
                    client,
                    board,
                    options,
                    name,
                    Duration.ofSeconds(20),
                    Clock.systemUTC(),
                    meters,
                    activation));
    elections.add(election);
    return new Replica(board, election, meters);
  }

  Replica leading(String name) {
    Replica replica = replica(name);
    lead(name, replica);
    return replica;
  }

  /** Also waits for the watch: this API server does not tell what happened before it began. */
  void lead(String name, Replica replica) {
    replica.election().start();
    await().atMost(PATIENCE).until(replica.election()::leads);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                api.asked("GET", "/routes").stream()
                    .anyMatch(
                        asked ->
                            asked.client().equals(name) && asked.path().contains("watch=true")));
  }

  /** Creates a Route and returns its UID. */
  String create(String name, String host) {
    return admin
        .resource(
            new RouteBuilder()
                .withNewMetadata()
                .withNamespace(GivenStatus.route(name).namespace())
                .withName(GivenStatus.route(name).name())
                .addToLabels("team", "shop")
                .endMetadata()
                .withNewSpec()
                .withHost(host)
                .endSpec()
                .build())
        .create()
        .getMetadata()
        .getUid();
  }

  Route get(String name) {
    return admin
        .resources(Route.class)
        .inNamespace(GivenStatus.route(name).namespace())
        .withName(GivenStatus.route(name).name())
        .get();
  }

  List<RouteIngress> ingress(String name) {
    Route route = get(name);
    return route.getStatus() == null ? List.of() : route.getStatus().getIngress();
  }

  @Nullable String admission(String name) {
    List<RouteIngress> ingress = ingress(name);
    return ingress.isEmpty() ? null : ingress.getLast().getConditions().getFirst().getStatus();
  }

  void awaitAdmission(String name, String status) {
    await().atMost(PATIENCE).until(() -> status.equals(admission(name)));
  }

  List<Event> events() {
    return admin.v1().events().inNamespace("shop").list().getItems();
  }

  /** Another router writes an entry, or its own view of ours. */
  void writeAsAnother(String name, RouteIngress entry) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              Route route = get(name);
              List<RouteIngress> ingress = new ArrayList<>(ingress(name));
              ingress.removeIf(e -> e.getRouterName().equals(entry.getRouterName()));
              ingress.add(entry);
              admin
                  .resource(
                      new RouteBuilder(route)
                          .editOrNewStatus()
                          .withIngress(ingress)
                          .endStatus()
                          .build())
                  .updateStatus();
              return true;
            });
  }
}
