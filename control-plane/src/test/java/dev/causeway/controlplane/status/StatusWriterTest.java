package dev.causeway.controlplane.status;

import static dev.causeway.controlplane.status.GivenStatus.admitted;
import static dev.causeway.controlplane.status.GivenStatus.decided;
import static dev.causeway.controlplane.status.GivenStatus.forgotten;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causeway.controlplane.leader.FakeApiServer;
import dev.causeway.routing.admission.Verdict;
import dev.causeway.testkit.Behaviour;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.openshift.api.model.Route;
import io.fabric8.openshift.api.model.RouteBuilder;
import io.fabric8.openshift.api.model.RouteIngress;
import io.fabric8.openshift.api.model.RouteIngressBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What is written into the status of Routes, and what is left alone. */
@ExtendWith(OutputCaptureExtension.class)
class StatusWriterTest extends StatusReplicas {

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
  @Behaviour("LIM-017")
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
