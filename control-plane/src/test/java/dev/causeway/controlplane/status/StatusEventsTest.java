package dev.causeway.controlplane.status;

import static dev.causeway.controlplane.status.GivenStatus.admitted;
import static dev.causeway.controlplane.status.GivenStatus.decided;
import static dev.causeway.controlplane.status.GivenStatus.forgotten;
import static dev.causeway.controlplane.status.GivenStatus.noticed;
import static dev.causeway.controlplane.status.GivenStatus.rejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causeway.controlplane.leader.FakeApiServer;
import dev.causeway.routing.admission.Reason;
import dev.causeway.routing.admission.Verdict;
import dev.causeway.testkit.Behaviour;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.openshift.api.model.RouteIngressBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What people are told about Routes, and about writers that fight. */
@ExtendWith(OutputCaptureExtension.class)
class StatusEventsTest extends StatusReplicas {

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
  @Behaviour("LIM-025")
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
}
