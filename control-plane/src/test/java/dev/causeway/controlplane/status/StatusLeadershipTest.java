package dev.causeway.controlplane.status;

import static dev.causeway.controlplane.status.GivenStatus.admitted;
import static dev.causeway.controlplane.status.GivenStatus.decided;
import static dev.causeway.controlplane.status.GivenStatus.forgotten;
import static dev.causeway.controlplane.status.GivenStatus.rejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causeway.routing.admission.Reason;
import dev.causeway.routing.admission.Verdict;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.openshift.api.model.Route;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who writes status, and that nobody else does. */
class StatusLeadershipTest extends StatusReplicas {

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
            new SimpleMeterRegistry(),
            null);
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
}
