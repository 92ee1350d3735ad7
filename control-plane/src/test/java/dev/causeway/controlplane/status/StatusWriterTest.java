package dev.causeway.controlplane.status;

import static dev.causeway.controlplane.status.GivenStatus.admitted;
import static dev.causeway.controlplane.status.GivenStatus.decided;
import static dev.causeway.controlplane.status.GivenStatus.forgotten;
import static dev.causeway.controlplane.status.GivenStatus.noticed;
import static dev.causeway.controlplane.status.GivenStatus.rejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causeway.controlplane.leader.FakeApiServer;
import dev.causeway.controlplane.leader.LeaderElection;
import dev.causeway.controlplane.leader.LeaderElections;
import dev.causeway.controlplane.leader.LeaderTimes;
import dev.causeway.routing.admission.Reason;
import dev.causeway.routing.admission.Verdict;
import dev.causeway.testkit.Behaviour;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.openshift.api.model.Route;
import io.fabric8.openshift.api.model.RouteBuilder;
import io.fabric8.openshift.api.model.RouteIngress;
import io.fabric8.openshift.api.model.RouteIngressBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Replicas with the role against an API server on a socket. */
@ExtendWith(OutputCaptureExtension.class)
class StatusWriterTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final LeaderTimes TIMES =
      new LeaderTimes(Duration.ofMinutes(5), Duration.ofMinutes(4), Duration.ofMillis(50));

  private static final String ROUTES = "/apis/route.openshift.io/v1/namespaces/shop/routes/";

  private final FakeApiServer api = new FakeApiServer();
  private final List<LeaderElection> elections = new ArrayList<>();
  private KubernetesClient admin;

  /** One replica: its board, fed by the test, and its part in the election. */
  private record Replica(StatusBoard board, LeaderElection election, SimpleMeterRegistry meters) {
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

  private Replica replica(String name) {
    return replica(name, "");
  }

  private Replica replica(String name, String prefix) {
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
                    meters));
    elections.add(election);
    return new Replica(board, election, meters);
  }

  private Replica leading(String name) {
    Replica replica = replica(name);
    lead(name, replica);
    return replica;
  }

  /** Also waits for the watch: this API server does not tell what happened before it began. */
  private void lead(String name, Replica replica) {
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
  private String create(String name, String host) {
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

  private Route get(String name) {
    return admin
        .resources(Route.class)
        .inNamespace(GivenStatus.route(name).namespace())
        .withName(GivenStatus.route(name).name())
        .get();
  }

  private List<RouteIngress> ingress(String name) {
    Route route = get(name);
    return route.getStatus() == null ? List.of() : route.getStatus().getIngress();
  }

  private @Nullable String admission(String name) {
    List<RouteIngress> ingress = ingress(name);
    return ingress.isEmpty() ? null : ingress.getLast().getConditions().getFirst().getStatus();
  }

  private void awaitAdmission(String name, String status) {
    await().atMost(PATIENCE).until(() -> status.equals(admission(name)));
  }

  private List<Event> events() {
    return admin.v1().events().inNamespace("shop").list().getItems();
  }

  /** Another router writes an entry, or its own view of ours. */
  private void writeAsAnother(String name, RouteIngress entry) {
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

  @Test
  void everyRouteIsWrittenOnceAndASuccessorWritesNothing() {
    int routes = 500;
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < routes; i++) {
      String uid = create("web" + i, "h" + i + ".example.com");
      verdicts.add(admitted("web" + i, uid, "h" + i + ".example.com"));
    }
    Replica a = leading("a");
    a.board().publish("default", decided(verdicts));
    await().atMost(PATIENCE).until(() -> a.written() >= routes);
    List<Route> all = admin.resources(Route.class).inNamespace("shop").list().getItems();
    assertThat(all)
        .hasSize(routes)
        .allSatisfy(
            route -> {
              assertThat(route.getStatus().getIngress()).hasSize(1);
              assertThat(route.getStatus().getIngress().getFirst().getHost())
                  .isEqualTo(route.getSpec().getHost());
              assertThat(route.getMetadata().getLabels()).containsEntry("team", "shop");
            });
    // One request for each, and none but the first look of the watch beside it.
    assertThat(api.asked("PATCH", "/routes/")).hasSize(routes);
    assertThat(api.asked("PUT", "/routes/")).isEmpty();
    assertThat(api.asked("GET", "/routes").stream().filter(asked -> asked.client().equals("a")))
        .hasSizeLessThan(20);

    a.election().close();
    Replica b = replica("b");
    b.board().publish("default", decided(verdicts));
    lead("b", b);
    // Comes after all others in the queue.
    String last = create("zzz", "zzz.example.com");
    b.board().publish("default", decided(admitted("zzz", last, "zzz.example.com")));
    awaitAdmission("zzz", "True");
    assertThat(api.asked("PATCH", "/routes/")).hasSize(routes + 1);
  }

  @Test
  void onlyTheLeaderWritesAndASuccessorGoesOn() {
    Replica a = leading("a");
    Replica b = replica("b");
    b.election().start();
    String uid = create("web", "www.example.com");
    a.board().publish("default", decided(admitted("web", uid, "www.example.com")));
    b.board().publish("default", decided(admitted("web", uid, "www.example.com")));
    awaitAdmission("web", "True");
    assertThat(api.asked("PATCH", "/routes/")).extracting("client").containsExactly("a");

    a.election().close();
    await().atMost(PATIENCE).until(b.election()::leads);
    Verdict rejected =
        rejected("web", uid, "www.example.com", Reason.HOST_ALREADY_CLAIMED, "taken");
    a.board().publish("default", decided(rejected));
    b.board().publish("default", decided(rejected));
    awaitAdmission("web", "False");
    assertThat(api.asked("PATCH", "/routes/")).extracting("client").containsExactly("a", "b");
  }

  @Test
  void leaderThatCannotRenewWritesNothingMore() {
    Replica a = leading("a");
    String uid = create("web", "www.example.com");
    a.board().publish("default", decided(admitted("web", uid, "www.example.com")));
    awaitAdmission("web", "True");
    // A Lease that is somebody else's now, which the first replica has yet to notice or not.
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              Lease lease =
                  admin.leases().inNamespace("causeway").withName("causeway-status").get();
              lease.getSpec().setHolderIdentity("b");
              admin.resource(lease).update();
              return true;
            });
    await().atMost(PATIENCE).until(() -> !a.election().leads());
    int before = api.asked("PATCH", "/routes/").size();
    a.board().publish("default", forgotten("web"));
    int renewals = api.asked("GET", "/leases/").size();
    await().atMost(PATIENCE).until(() -> api.asked("GET", "/leases/").size() > renewals + 10);
    assertThat(api.asked("PATCH", "/routes/")).hasSize(before);
    assertThat(admission("web")).isEqualTo("True");
  }

  @Test
  void fenceHoldsBackEveryWriteBeforeAnybodySaysStop() {
    StatusOptions options =
        new StatusOptions("", Map.of(), 4, 1_000, 100, Duration.ofHours(1), Duration.ofSeconds(1));
    StatusBoard board = new StatusBoard(options);
    StatusWriter writer =
        new StatusWriter(
            api.client("a"),
            board,
            options,
            "a",
            Duration.ofSeconds(20),
            Clock.systemUTC(),
            new SimpleMeterRegistry());
    AtomicBoolean leads = new AtomicBoolean(true);
    AtomicInteger asked = new AtomicInteger();
    writer.started(
        () -> {
          asked.incrementAndGet();
          return leads.get();
        });
    await().atMost(PATIENCE).until(() -> !api.asked("GET", "watch=true").isEmpty());
    String uid = create("web", "www.example.com");
    board.publish("default", decided(admitted("web", uid, "www.example.com")));
    awaitAdmission("web", "True");
    leads.set(false);
    int before = asked.get();
    board.publish(
        "default",
        decided(rejected("web", uid, "www.example.com", Reason.ROUTE_NOT_ADMITTED, "no")));
    await().atMost(PATIENCE).until(() -> asked.get() > before);
    writer.stopped();
    assertThat(api.asked("PATCH", "/routes/")).hasSize(1);
    assertThat(api.asked("POST", "/events")).isEmpty();
  }

  @Test
  void writerThatWasOvertakenReadsAgainAndLosesNothing() {
    Replica a = leading("a");
    String uid = create("web", "www.example.com");
    Route theirs =
        new RouteBuilder(get("web"))
            .editMetadata()
            .withResourceVersion(null)
            .endMetadata()
            .withNewStatus()
            .addNewIngress()
            .withRouterName("okd")
            .withHost("www.example.com")
            .endIngress()
            .endStatus()
            .build();
    AtomicBoolean once = new AtomicBoolean();
    api.script(
        asked -> {
          if (asked.method().equals("PATCH")
              && asked.client().equals("a")
              && once.compareAndSet(false, true)) {
            // Between the read and the write of the one, the other writes.
            api.act(
                HttpMethod.PUT,
                ROUTES + "web/status",
                admin.getKubernetesSerialization().asJson(theirs));
          }
          return null;
        });
    a.board().publish("default", decided(admitted("web", uid, "www.example.com")));
    await().atMost(PATIENCE).until(() -> ingress("web").size() == 2);
    assertThat(ingress("web"))
        .extracting(RouteIngress::getRouterName)
        .containsExactly("okd", "default");
    assertThat(
            a.meters().get("causeway.status.writes").tag("outcome", "conflict").counter().count())
        .isPositive();
    assertThat(a.written()).isEqualTo(1);
  }

  @Test
  void namespaceThatIsForbiddenRestsAndOthersGoOn(CapturedOutput output) {
    AtomicInteger refused = new AtomicInteger();
    api.script(
        asked -> {
          if (asked.method().equals("PATCH") && asked.path().contains("/namespaces/locked/")) {
            refused.incrementAndGet();
            return FakeApiServer.failure(403, "Forbidden");
          }
          return null;
        });
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String uid = create("locked/web" + i, "h" + i + ".locked");
      verdicts.add(admitted("locked/web" + i, uid, "h" + i + ".locked"));
    }
    verdicts.add(admitted("web", create("web", "www.example.com"), "www.example.com"));
    Replica a = leading("a");
    a.board().publish("default", decided(verdicts));
    awaitAdmission("web", "True");
    await().atMost(PATIENCE).until(() -> refused.get() > 0);
    // Eight workers may have been under way; the others see that it is no use.
    int tries = refused.get();
    assertThat(tries).isLessThanOrEqualTo(16);
    assertThat(output.getOut().split("forbids to write the status", -1)).hasSize(2);

    api.script(_ -> null);
    await().atMost(PATIENCE).until(() -> a.written() >= 51);
    assertThat(output).contains("namespace locked can be written again");
  }

  @Test
  void entriesOfAWithdrawnShardAreClearedAndOthersStay() {
    Replica a = leading("a");
    String uid = create("web", "www.example.com");
    writeAsAnother("web", new RouteIngressBuilder().withRouterName("okd").withHost("x").build());
    a.board().publish("default", decided(admitted("web", uid, "www.example.com")));
    a.board().publish("internal", decided(admitted("web", uid, "www.example.com")));
    await().atMost(PATIENCE).until(() -> ingress("web").size() == 3);
    a.board().publish("internal", forgotten("web"));
    await().atMost(PATIENCE).until(() -> ingress("web").size() == 2);
    a.board().publish("default", forgotten("web"));
    await().atMost(PATIENCE).until(() -> ingress("web").size() == 1);
    assertThat(ingress("web").getFirst().getRouterName()).isEqualTo("okd");
  }

  @Test
  void entryThatAPredecessorLeftIsClearedOnceItIsSureThatNobodyClaimsIt() {
    create("web", "www.example.com");
    create("other", "other.example.com");
    writeAsAnother(
        "web", new RouteIngressBuilder().withRouterName("default").withHost("x").build());
    writeAsAnother("other", new RouteIngressBuilder().withRouterName("gone").withHost("x").build());
    Replica a = leading("a");
    a.board().publish("default", decided());
    await().atMost(PATIENCE).until(() -> ingress("web").isEmpty());
    // Whose shard this was nobody can tell.
    assertThat(ingress("other")).hasSize(1);
  }

  @Test
  void routeOfTheSameNameIsNotGivenTheVerdictOfItsPredecessor() {
    Replica a = leading("a");
    String first = create("web", "www.example.com");
    a.board().publish("default", decided(admitted("web", first, "www.example.com")));
    awaitAdmission("web", "True");
    admin.resource(get("web")).delete();
    String second = create("web", "new.example.com");
    // Something else happens after the watch has shown the new Route.
    String other = create("other", "other.example.com");
    a.board().publish("default", decided(admitted("other", other, "other.example.com")));
    awaitAdmission("other", "True");
    assertThat(admission("web")).isNull();
    a.board().publish("default", decided(admitted("web", second, "new.example.com")));
    awaitAdmission("web", "True");
    assertThat(ingress("web").getFirst().getHost()).isEqualTo("new.example.com");
    assertThat(api.asked("PATCH", "/routes/web/")).hasSize(2);
  }

  @Test
  void prefixAndDomainSignTheEntry() {
    Replica a = replica("a", "cw-");
    lead("a", a);
    String uid = create("web", "www.example.com");
    a.board().publish("default", GivenStatus.domain("default", "apps.test"));
    a.board().publish("default", decided(admitted("web", uid, "www.example.com")));
    awaitAdmission("web", "True");
    assertThat(ingress("web").getFirst().getRouterName()).isEqualTo("cw-default");
    assertThat(ingress("web").getFirst().getRouterCanonicalHostname())
        .isEqualTo("router-default.apps.test");
    a.board().publish("default", GivenStatus.domain("default", "moved.test"));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                "router-default.moved.test"
                    .equals(ingress("web").getFirst().getRouterCanonicalHostname()));
  }

  @Test
  @Behaviour("RT-087")
  void writerThatIsFoughtBacksOff(CapturedOutput output) {
    int fought = 7;
    Set<String> names = ConcurrentHashMap.newKeySet();
    Replica a = leading("a");
    List<Verdict> verdicts = new ArrayList<>();
    IntStream.range(0, fought)
        .forEach(
            i -> {
              names.add("web" + i);
              verdicts.add(admitted("web" + i, create("web" + i, "h" + i), "h" + i));
            });
    a.board().publish("default", decided(verdicts));
    for (int round = 0; round < 2; round++) {
      // Whenever our entry is there, the other changes it.
      for (String name : names) {
        await()
            .atMost(PATIENCE)
            .until(() -> !ingress(name).isEmpty() && ingress(name).getLast().getHost() != null);
        await()
            .atMost(PATIENCE)
            .until(() -> name.replace("web", "h").equals(ingress(name).getLast().getHost()));
        writeAsAnother(
            name,
            new RouteIngressBuilder().withRouterName("default").withHost("mine" + round).build());
      }
    }
    await()
        .atMost(PATIENCE)
        .until(() -> a.meters().get("causeway.status.contentions").counter().count() == fought);
    // A new Route is written as if nothing were; by then all of the above have been looked at.
    String uid = create("new", "new.example.com");
    a.board().publish("default", decided(admitted("new", uid, "new.example.com")));
    awaitAdmission("new", "True");
    assertThat(names)
        .allSatisfy(
            name -> {
              assertThat(ingress(name).getLast().getHost()).isEqualTo("mine1");
              // The first, and one to put it right.
              assertThat(
                      api.asked("PATCH", "/routes/" + name + "/").stream()
                          .filter(asked -> asked.client().equals("a")))
                  .hasSize(2);
            });
    assertThat(output)
        .contains("another writer keeps changing status entries of router default")
        .contains("no entry that exists is changed");
    await()
        .atMost(PATIENCE)
        .until(() -> events().stream().anyMatch(e -> e.getReason().equals("StatusContention")));
    // Not even for a verdict of our own.
    a.board().publish("default", forgotten("new"));
    String sentinel = create("sentinel", "s.example.com");
    a.board().publish("default", decided(admitted("sentinel", sentinel, "s.example.com")));
    awaitAdmission("sentinel", "True");
    assertThat(ingress("new")).hasSize(1);
  }

  @Test
  void rejectionsAndNoticesBecomeEventsOnce() {
    Replica a = leading("a");
    String uid = create("web", "www.example.com");
    a.board()
        .publish(
            "default",
            decided(rejected("web", uid, "www.example.com", Reason.HOST_ALREADY_CLAIMED, "taken")));
    a.board().publish("default", noticed("web", "the value is not valid"));
    a.board().publish("internal", noticed("web", "the value is not valid"));
    await().atMost(PATIENCE).until(() -> events().size() == 2);
    Event rejection =
        events().stream()
            .filter(event -> event.getReason().equals("HostAlreadyClaimed"))
            .findFirst()
            .orElseThrow();
    assertThat(rejection.getType()).isEqualTo("Warning");
    assertThat(rejection.getMessage()).isEqualTo("shard default: taken");
    assertThat(rejection.getInvolvedObject().getUid()).isEqualTo(uid);
    assertThat(rejection.getInvolvedObject().getKind()).isEqualTo("Route");
    assertThat(events())
        .extracting(Event::getReason)
        .containsExactlyInAnyOrder("HostAlreadyClaimed", "AnnotationIgnored");

    // The notice comes and goes; the next leader finds it as it is.
    a.board().publish("default", noticed("web"));
    a.board().publish("internal", noticed("web"));
    String sentinel = create("sentinel", "s.example.com");
    a.board().publish("default", decided(admitted("sentinel", sentinel, "s.example.com")));
    awaitAdmission("sentinel", "True");
    a.board().publish("default", noticed("web", "the value is not valid"));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                a.meters()
                        .get("causeway.status.events")
                        .tag("outcome", "repeated")
                        .counter()
                        .count()
                    > 0);
    a.election().close();
    Replica b = replica("b");
    b.board()
        .publish(
            "default",
            decided(rejected("web", uid, "www.example.com", Reason.HOST_ALREADY_CLAIMED, "taken")));
    b.board().publish("default", noticed("web", "the value is not valid"));
    b.election().start();
    await()
        .atMost(PATIENCE)
        .until(
            () -> api.asked("POST", "/events").stream().anyMatch(one -> one.client().equals("b")));
    assertThat(events()).hasSize(2).allMatch(event -> event.getCount() == 1);
  }

  @Test
  void eventsThatAreForbiddenCostNothingElse(CapturedOutput output) {
    api.script(
        asked -> asked.path().contains("/events") ? FakeApiServer.failure(403, "Forbidden") : null);
    Replica a = leading("a");
    for (int i = 0; i < 5; i++) {
      String uid = create("web" + i, "h" + i);
      a.board()
          .publish(
              "default",
              decided(rejected("web" + i, uid, "h" + i, Reason.HOST_ALREADY_CLAIMED, "taken")));
      awaitAdmission("web" + i, "False");
    }
    await().atMost(PATIENCE).until(() -> api.asked("POST", "/events").size() == 5);
    assertThat(output.getOut().split("Events cannot be written", -1)).hasSize(2);
  }

  @Test
  void routeThatIsGoneIsDropped() {
    String uid = create("web", "www.example.com");
    Replica a = leading("a");
    AtomicBoolean once = new AtomicBoolean();
    api.script(
        asked -> {
          if (asked.method().equals("PATCH") && once.compareAndSet(false, true)) {
            api.act(HttpMethod.DELETE, ROUTES + "web", "");
          }
          return null;
        });
    a.board().publish("default", decided(admitted("web", uid, "www.example.com")));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                a.meters().get("causeway.status.writes").tag("outcome", "gone").counter().count()
                    == 1);
    assertThat(api.asked("PATCH", "/routes/web/")).hasSize(1);
  }
}
