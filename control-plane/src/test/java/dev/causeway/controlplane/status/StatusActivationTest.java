package dev.causeway.controlplane.status;

import static dev.causeway.controlplane.status.GivenStatus.admitted;
import static dev.causeway.controlplane.status.GivenStatus.decided;
import static dev.causeway.controlplane.status.GivenStatus.rejected;
import static dev.causeway.controlplane.status.GivenStatus.served;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causeway.controlplane.activation.LocalSurvey;
import dev.causeway.controlplane.leader.FakeApiServer;
import dev.causeway.controlplane.routers.TestReplica;
import dev.causeway.controlplane.routers.TestRouter;
import dev.causeway.routing.admission.Reason;
import dev.causeway.routing.admission.Verdict;
import dev.causeway.routing.compile.CompileUpdate;
import dev.causeway.routing.version.ContentHash;
import dev.causeway.testkit.tls.TestAuthority;
import io.fabric8.openshift.api.model.Route;
import io.fabric8.openshift.api.model.RouteBuilder;
import io.fabric8.openshift.api.model.RouteIngress;
import io.fabric8.openshift.api.model.RouteIngressBuilder;
import io.fabric8.openshift.api.model.RouteIngressCondition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code Activated}, from routers on real connections to patches of a real request. */
class StatusActivationTest extends StatusReplicas {
  /** Long enough for any machine, and never waited for. */
  private static final Duration LONG = Duration.ofSeconds(10);

  private static final String HOST = "www.example.com";

  @TempDir private Path folder;
  private TestReplica serving;

  @BeforeEach
  void serve() throws Exception {
    serving = new TestReplica(new TestAuthority(folder));
    serving.shelf().publish("default", decided());
  }

  @AfterEach
  void stop() {
    serving.close();
  }

  private Replica leading(String name, Duration window) {
    Replica replica =
        replica(
            name,
            "",
            new StatusActivation(serving.shelf(), LocalSurvey.source(serving.shelf()), window));
    lead(name, replica);
    return replica;
  }

  /** Publishes as the process does: the shelf first. */
  private void publish(Replica replica, CompileUpdate update) {
    serving.shelf().publish("default", update);
    replica.board().publish("default", update);
  }

  private @Nullable RouteIngressCondition activated(String name) {
    List<RouteIngress> ingress = ingress(name);
    return ingress.isEmpty()
        ? null
        : ingress.getLast().getConditions().stream()
            .filter(condition -> condition.getType().equals("Activated"))
            .findFirst()
            .orElse(null);
  }

  private void awaitActivated(String name, String message) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              RouteIngressCondition condition = activated(name);
              return condition != null && message.equals(condition.getMessage());
            });
  }

  /** Creates the Route, which the one router takes; returns its UID. */
  private String activatedOnce(Replica replica) {
    String uid = create("web", HOST);
    publish(replica, served("web", uid, 1, HOST, 1));
    awaitActivated("web", "generation 1 is served by the one router that was connected");
    return uid;
  }

  private int writes(String name) {
    return api.asked("PATCH", "/routes/" + name + "/").size();
  }

  /** Waits until everything that was published so far has been looked at and written. */
  private void settle(Replica replica, String marker) {
    String uid = create(marker, marker + ".example.com");
    publish(replica, served(marker, uid, 1, marker + ".example.com", 1));
    await().atMost(PATIENCE).until(() -> activated(marker) != null);
  }

  private double meter(Replica replica, String write) {
    return replica
        .meters()
        .get("causeway.status.activations")
        .tag("write", write)
        .counter()
        .count();
  }

  private ContentHash hash() {
    return Objects.requireNonNull(
        Objects.requireNonNull(serving.shelf().newest("default"))
            .snapshot()
            .hash(GivenStatus.host(HOST)));
  }

  @Test
  void newRouteThatRoutersHoldInTimeIsWrittenOnce() {
    serving.router("one");
    serving.router("two");
    Replica a = leading("a", LONG);
    String uid = create("web", HOST);
    publish(a, served("web", uid, 1, HOST, 1));
    awaitActivated("web", "generation 1 is served by all 2 routers that were connected");
    assertThat(admission("web")).isEqualTo("True");
    assertThat(writes("web")).isEqualTo(1);
    assertThat(meter(a, "shared")).isEqualTo(1);
    assertThat(meter(a, "own")).isZero();
  }

  @Test
  void admissionWaitsForRoutersNoLongerThanTheWindow() {
    TestRouter one = serving.router("one");
    one.holdBack();
    Replica a = leading("a", Duration.ofMillis(20));
    String uid = create("web", HOST);
    publish(a, served("web", uid, 1, HOST, 1));
    awaitAdmission("web", "True");
    assertThat(activated("web")).isNull();
    assertThat(a.meters().get("causeway.status.not.activated").gauge().value()).isEqualTo(1);
    one.goOn();
    awaitActivated("web", "generation 1 is served by the one router that was connected");
    assertThat(writes("web")).isEqualTo(2);
    assertThat(meter(a, "own")).isEqualTo(1);
    await()
        .atMost(PATIENCE)
        .until(() -> a.meters().get("causeway.status.not.activated").gauge().value() == 0);
  }

  @Test
  void everyGenerationIsSaidOnceWhateverRoutersDo() {
    TestRouter one = serving.router("one");
    Replica a = leading("a", LONG);
    String uid = activatedOnce(a);
    // The second generation is not held yet: what is said of the first stays as it is.
    one.holdBack();
    publish(a, served("web", uid, 2, HOST, 2));
    one.goOn();
    awaitActivated("web", "generation 2 is served by the one router that was connected");
    assertThat(writes("web")).isEqualTo(2);

    // Scaling up and down, a restart, other content of the same generation, another Route's change.
    TestRouter two = serving.router("two");
    publish(a, served("web", uid, 2, HOST, 3));
    one.close();
    serving.awaitRouters(1);
    serving.router("three");
    two.close();
    publish(a, served("web", uid, 2, HOST, 4));
    settle(a, "last");
    assertThat(writes("web")).isEqualTo(2);
  }

  @Test
  void successorAsksAndWritesNothing() {
    serving.router("one");
    Replica a = leading("a", LONG);
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      verdicts.add(admitted("web" + i, create("web" + i, "h" + i), 1, "h" + i));
    }
    publish(a, served(verdicts, 1));
    await().atMost(PATIENCE).until(() -> a.written() >= 20);
    a.election().close();

    serving.router("two");
    Replica b =
        replica(
            "b",
            "",
            new StatusActivation(serving.shelf(), LocalSurvey.source(serving.shelf()), LONG));
    b.board().publish("default", served(verdicts, 1));
    lead("b", b);
    settle(b, "zzz");
    assertThat(api.asked("PATCH", "/routes/")).hasSize(21);
    assertThat(b.written()).isEqualTo(1);
  }

  @Test
  void rejectionIsNotDelayedAndDropsIt() {
    TestRouter one = serving.router("one");
    Replica a = leading("a", LONG);
    String uid = activatedOnce(a);
    // Routers would never answer.
    one.holdBack();
    publish(a, served("web", uid, 2, HOST, 2));
    publish(a, decided(rejected("web", uid, HOST, Reason.HOST_ALREADY_CLAIMED, "taken")));
    awaitAdmission("web", "False");
    assertThat(activated("web")).isNull();
    assertThat(writes("web")).isEqualTo(2);
    one.goOn();
    publish(a, served("web", uid, 2, HOST, 2));
    awaitActivated("web", "generation 2 is served by the one router that was connected");
    assertThat(writes("web")).isEqualTo(3);
  }

  @Test
  void generationsThatNobodyCountsAreSaidOnceUnlessRejectedInBetween() {
    serving.router("one");
    Replica a = leading("a", LONG);
    String uid = create("web", HOST);
    publish(a, served("web", uid, 0, HOST, 1));
    awaitActivated("web", "the Route is served by the one router that was connected");
    publish(a, served("web", uid, 0, HOST, 2));
    serving.router("two");
    settle(a, "x");
    assertThat(writes("web")).isEqualTo(1);
    publish(a, decided(rejected("web", uid, HOST, Reason.HOST_ALREADY_CLAIMED, "taken")));
    awaitAdmission("web", "False");
    publish(a, served("web", uid, 0, HOST, 2));
    awaitActivated("web", "the Route is served by all 2 routers that were connected");
    assertThat(writes("web")).isEqualTo(3);
  }

  @Test
  void hostThatARouterRejectsIsNotActivatedUntilItAccepts() {
    TestRouter one = serving.router("one");
    serving.router("two");
    Replica a = leading("a", Duration.ofMillis(20));
    String uid = create("web", HOST);
    one.holdBack();
    publish(a, served("web", uid, 1, HOST, 1));
    one.reject(GivenStatus.host(HOST), hash());
    one.goOn();
    awaitAdmission("web", "True");
    settle(a, "x");
    assertThat(activated("web")).isNull();
    // Another Route of the host changes it, and the new version is accepted.
    one.rejectNothing();
    publish(a, served("web", uid, 1, HOST, 2));
    awaitActivated("web", "generation 1 is served by all 2 routers that were connected");
    assertThat(writes("web")).isEqualTo(2);
  }

  @Test
  void withoutARouterNothingIsActivatedUntilOneComes() {
    Replica a = leading("a", Duration.ofMillis(20));
    String uid = create("web", HOST);
    publish(a, served("web", uid, 1, HOST, 1));
    awaitAdmission("web", "True");
    assertThat(activated("web")).isNull();
    serving.router("one");
    awaitActivated("web", "generation 1 is served by the one router that was connected");
  }

  @Test
  void conditionThatSomebodyRemovesIsNotFoughtFor() {
    serving.router("one");
    Replica a = leading("a", LONG);
    String uid = activatedOnce(a);
    RouteIngress without = new RouteIngressBuilder(ingress("web").getLast()).build();
    without.setConditions(List.of(without.getConditions().getFirst()));
    writeAsAnother("web", without);
    settle(a, "x");
    assertThat(writes("web")).isEqualTo(1);
    assertThat(a.meters().get("causeway.status.contentions").counter().count()).isZero();
    // The next generation is news.
    publish(a, served("web", uid, 2, HOST, 2));
    awaitActivated("web", "generation 2 is served by the one router that was connected");
  }

  @Test
  void conditionOfAnotherRoutersEntryStays() {
    serving.router("one");
    String uid = create("web", HOST);
    RouteIngress theirs =
        new RouteIngressBuilder()
            .withRouterName("okd")
            .withHost(HOST)
            .addNewCondition()
            .withType("Activated")
            .withStatus("True")
            .withMessage("generation 7")
            .endCondition()
            .build();
    writeAsAnother("web", theirs);
    Replica a = leading("a", LONG);
    publish(a, served("web", uid, 1, HOST, 1));
    awaitActivated("web", "generation 1 is served by the one router that was connected");
    assertThat(ingress("web")).hasSize(2).first().isEqualTo(theirs);
  }

  @Test
  void forbiddenNamespaceGoesOnWhenItIsAllowed() {
    serving.router("one");
    AtomicBoolean allowed = new AtomicBoolean();
    api.script(
        asked ->
            asked.method().equals("PATCH") && !allowed.get()
                ? FakeApiServer.failure(403, "Forbidden")
                : null);
    Replica a = leading("a", LONG);
    String uid = create("web", HOST);
    publish(a, served("web", uid, 1, HOST, 1));
    await().atMost(PATIENCE).until(() -> writes("web") > 0);
    allowed.set(true);
    awaitActivated("web", "generation 1 is served by the one router that was connected");
    await().atMost(PATIENCE).until(() -> a.written() >= 1);
    assertThat(a.written()).isEqualTo(1);
  }

  @Test
  void generationThatTheCompilerHasNotSeenIsWaitedFor() {
    serving.router("one");
    String uid = create("web", HOST);
    Route newer = new RouteBuilder(get("web")).editSpec().withPath("/new").endSpec().build();
    assertThat(admin.resource(newer).update().getMetadata().getGeneration()).isEqualTo(2);
    Replica a = leading("a", Duration.ofMillis(20));
    publish(a, served("web", uid, 1, HOST, 1));
    awaitAdmission("web", "True");
    settle(a, "x");
    assertThat(activated("web")).isNull();
    publish(a, served("web", uid, 2, HOST, 2));
    awaitActivated("web", "generation 2 is served by the one router that was connected");
  }

  /** What is promised: about one write for each change of a Route. */
  @Test
  void aRouteCostsAboutOneWritePerChange() {
    int routes = 100;
    serving.router("one");
    serving.router("two");
    Replica a = leading("a", LONG);
    List<Verdict> created = new ArrayList<>();
    List<Verdict> edited = new ArrayList<>();
    List<Verdict> lost = new ArrayList<>();
    for (int i = 0; i < routes; i++) {
      String host = "h" + i + ".example.com";
      String uid = create("web" + i, host);
      created.add(admitted("web" + i, uid, 1, host));
      edited.add(admitted("web" + i, uid, 2, host));
      lost.add(rejected("web" + i, uid, host, Reason.HOST_ALREADY_CLAIMED, "taken"));
    }
    publish(a, served(created, 1));
    await().atMost(PATIENCE).until(() -> a.written() >= routes);
    publish(a, served(edited, 2));
    await().atMost(PATIENCE).until(() -> a.written() >= 2 * routes);
    publish(a, decided(lost));
    await().atMost(PATIENCE).until(() -> a.written() >= 3 * routes);
    settle(a, "last");
    await().atMost(PATIENCE).until(() -> a.written() > 3 * routes);
    assertThat(a.written()).isEqualTo(3 * routes + 1);
    assertThat(a.meters().get("causeway.status.decisions").counter().count())
        .isEqualTo(a.written());
    assertThat(meter(a, "shared")).isEqualTo(routes + 1);
    assertThat(meter(a, "own")).isEqualTo(routes);
  }
}
