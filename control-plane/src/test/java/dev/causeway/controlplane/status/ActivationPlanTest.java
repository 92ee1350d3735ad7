package dev.causeway.controlplane.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.admission.Reason;
import dev.causeway.routing.admission.Verdict;
import io.fabric8.openshift.api.model.RouteIngress;
import io.fabric8.openshift.api.model.RouteIngressBuilder;
import io.fabric8.openshift.api.model.RouteIngressCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the condition {@code Activated} is said, kept and dropped. */
class ActivationPlanTest {
  private static final Instant EARLIER = Instant.parse("2026-01-01T10:00:00Z");
  private static final Instant NOW = Instant.parse("2026-01-02T11:12:13.999Z");
  private static final RouterIdentity DEFAULT = new RouterIdentity("default", "router.apps.test");
  private static final Verdict SECOND = GivenStatus.admitted("web", "u1", 2, "www.example.com");
  private static final Verdict REJECTED =
      GivenStatus.rejected("web", "u1", "www.example.com", Reason.HOST_ALREADY_CLAIMED, "taken");

  private static StatusPlan plan(
      List<RouteIngress> present, Verdict verdict, @Nullable Activation activation, Instant now) {
    return StatusPlanner.plan(
        present, List.of(new StatusPlan.Wish(DEFAULT, verdict, activation)), now);
  }

  private static RouteIngress written(Verdict verdict, @Nullable Activation activation) {
    return plan(List.of(), verdict, activation, EARLIER).ingress().getFirst();
  }

  private static RouteIngressCondition condition(RouteIngress entry) {
    assertThat(entry.getConditions())
        .extracting(RouteIngressCondition::getType)
        .containsExactly("Admitted", "Activated");
    return entry.getConditions().getLast();
  }

  @Test
  void newEntrySaysBothInOneChange() {
    StatusPlan plan = plan(List.of(), SECOND, new Activation(2, 3), NOW);
    assertThat(plan.changes()).hasSize(1);
    RouteIngressCondition said = condition(plan.ingress().getFirst());
    assertThat(said.getStatus()).isEqualTo("True");
    assertThat(said.getReason()).isEqualTo("HeldByRouters");
    assertThat(said.getMessage())
        .isEqualTo("generation 2 is served by all 3 routers that were connected");
    assertThat(said.getLastTransitionTime()).isEqualTo("2026-01-02T11:12:13Z");
  }

  @Test
  void onlyANewGenerationIsNewsAndAdmissionKeepsItsTime() {
    RouteIngress first = written(SECOND, new Activation(1, 3));
    // Fewer routers, or more: scaling is no news.
    assertThat(plan(List.of(first), SECOND, new Activation(1, 7), NOW).isEmpty()).isTrue();
    StatusPlan plan = plan(List.of(first), SECOND, new Activation(2, 1), NOW);
    assertThat(plan.changes())
        .containsExactly(new StatusPlan.Change("default", StatusPlan.Kind.UPDATE, SECOND));
    RouteIngress entry = plan.ingress().getFirst();
    assertThat(condition(entry).getMessage())
        .isEqualTo("generation 2 is served by the one router that was connected");
    assertThat(condition(entry).getLastTransitionTime()).isEqualTo("2026-01-02T11:12:13Z");
    assertThat(entry.getConditions().getFirst().getLastTransitionTime())
        .isEqualTo("2026-01-01T10:00:00Z");
    assertThat(plan(List.of(entry), SECOND, new Activation(2, 1), NOW).isEmpty()).isTrue();
  }

  @Test
  void generationThatIsNotHeldYetLeavesWhatWasSaid() {
    RouteIngress first = written(SECOND, new Activation(1, 3));
    assertThat(plan(List.of(first), SECOND, null, NOW).isEmpty()).isTrue();
    // Nor does another host of an admitted Route take it away.
    Verdict moved = GivenStatus.admitted("web", "u1", 2, "new.example.com");
    assertThat(condition(plan(List.of(first), moved, null, NOW).ingress().getFirst()))
        .isEqualTo(condition(first));
  }

  @Test
  void rejectionDropsItInTheSameWriteAndAdmissionBringsItBack() {
    RouteIngress first = written(SECOND, new Activation(2, 3));
    StatusPlan rejected = plan(List.of(first), REJECTED, null, NOW);
    assertThat(rejected.changes()).hasSize(1);
    RouteIngress entry = rejected.ingress().getFirst();
    assertThat(entry.getConditions())
        .singleElement()
        .returns("Admitted", RouteIngressCondition::getType)
        .returns("False", RouteIngressCondition::getStatus);
    RouteIngress again =
        plan(List.of(entry), SECOND, new Activation(2, 3), NOW).ingress().getFirst();
    assertThat(condition(again).getStatus()).isEqualTo("True");
    assertThat(plan(List.of(first), REJECTED, new Activation(2, 3), NOW).ingress().getFirst())
        .isEqualTo(entry);
  }

  @Test
  void unknownGenerationIsSaidOnce() {
    Verdict unknown = GivenStatus.admitted("web", "u1", "www.example.com");
    RouteIngress entry = written(unknown, new Activation(0, 2));
    assertThat(condition(entry).getMessage())
        .isEqualTo("the Route is served by all 2 routers that were connected");
    assertThat(plan(List.of(entry), unknown, new Activation(0, 5), NOW).isEmpty()).isTrue();
    // A server that began to count.
    assertThat(plan(List.of(entry), SECOND, new Activation(2, 2), NOW).changes()).hasSize(1);
  }

  @ParameterizedTest(name = "\"{0}\" says {1}: {3} of {2}")
  @CsvSource({
    "generation 3 is served by all 2 routers that were connected, 3, 3, true",
    "generation 3 is served by all 2 routers that were connected, 4, 4, false",
    "generation 5 is held, 4, 5, true",
    "generation 5 is held, 4, 4, false",
    "whatever, 4, 4, false",
    "whatever, 0, 0, true",
    "generation 99999999999999999999 overflows, 4, 4, false",
    "generation 3, 0, 3, true"
  })
  void whatIsSaidIsReadFromTheMessage(String message, long asked, long present, boolean said) {
    RouteIngress entry = written(SECOND, new Activation(1, 1));
    condition(entry).setMessage(message);
    assertThat(Activation.isSaid(entry, asked, present)).isEqualTo(said);
    condition(entry).setStatus("False");
    assertThat(Activation.isSaid(entry, asked, present)).isFalse();
  }

  @Test
  void itIsNothingThatWritersFightAbout() {
    RouteIngress with = written(SECOND, new Activation(2, 3));
    RouteIngress without = written(SECOND, null);
    assertThat(StatusPlanner.sameText(with, without)).isTrue();
    Contention contention = new Contention(Duration.ofMinutes(1), () -> 0);
    contention.writing("u1", "default", with);
    for (int i = 0; i < 5; i++) {
      assertThat(contention.changed("u1", "default", with, without))
          .isEqualTo(Contention.Finding.NONE);
    }
  }

  @Test
  void cleaningUpAndShadowDoNotMindIt() {
    RouteIngress ours = written(SECOND, new Activation(2, 3));
    RouteIngress other = new RouteIngressBuilder(ours).withRouterName("okd").build();
    assertThat(
            StatusPlanner.plan(
                    List.of(other, ours), List.of(new StatusPlan.Wish(DEFAULT, null)), NOW)
                .ingress())
        .containsExactly(other);
    assertThat(
            ShadowComparison.compare(
                GivenStatus.route("web"),
                List.of(ours),
                List.of(new StatusPlan.Wish(DEFAULT, SECOND))))
        .isEmpty();
  }
}
