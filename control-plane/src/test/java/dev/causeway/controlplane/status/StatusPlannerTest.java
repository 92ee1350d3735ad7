package dev.causeway.controlplane.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.admission.Reason;
import dev.causeway.routing.admission.Verdict;
import dev.causeway.testkit.Behaviour;
import io.fabric8.openshift.api.model.RouteIngress;
import io.fabric8.openshift.api.model.RouteIngressBuilder;
import io.fabric8.openshift.api.model.RouteIngressCondition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StatusPlannerTest {
  private static final Instant EARLIER = Instant.parse("2026-01-01T10:00:00Z");
  private static final Instant NOW = Instant.parse("2026-01-02T11:12:13.999Z");
  private static final RouterIdentity DEFAULT =
      new RouterIdentity("default", "router-default.apps.test");

  private static final Verdict ADMITTED = GivenStatus.admitted("web", "u1", "www.example.com");
  private static final Verdict REJECTED =
      GivenStatus.rejected("web", "u1", "www.example.com", Reason.HOST_ALREADY_CLAIMED, "taken");

  private static StatusPlan plan(List<RouteIngress> present, @Nullable Verdict verdict) {
    return StatusPlanner.plan(present, List.of(new StatusPlan.Wish(DEFAULT, verdict)), NOW);
  }

  /** What the planner wrote at {@link #EARLIER}. */
  private static RouteIngress written(RouterIdentity router, Verdict verdict) {
    return StatusPlanner.plan(List.of(), List.of(new StatusPlan.Wish(router, verdict)), EARLIER)
        .ingress()
        .getFirst();
  }

  private static RouteIngressCondition condition(RouteIngress entry) {
    assertThat(entry.getConditions()).hasSize(1);
    return entry.getConditions().getFirst();
  }

  @Test
  @Behaviour({"RT-064", "RT-065", "RT-054"})
  void admittedRouteGetsAnEntryAtTheEndThatSaysNoMoreThanThat() {
    RouteIngress other = written(new RouterIdentity("public", "router-public.x"), REJECTED);
    StatusPlan plan = plan(List.of(other), ADMITTED);
    assertThat(plan.ingress()).hasSize(2).first().isEqualTo(other);
    RouteIngress ours = plan.ingress().get(1);
    assertThat(ours.getRouterName()).isEqualTo("default");
    assertThat(ours.getRouterCanonicalHostname()).isEqualTo("router-default.apps.test");
    assertThat(ours.getHost()).isEqualTo("www.example.com");
    assertThat(ours.getWildcardPolicy()).isEqualTo("None");
    RouteIngressCondition admitted = condition(ours);
    assertThat(admitted.getType()).isEqualTo("Admitted");
    assertThat(admitted.getStatus()).isEqualTo("True");
    assertThat(admitted.getReason()).isNull();
    assertThat(admitted.getMessage()).isNull();
    assertThat(admitted.getLastTransitionTime()).isEqualTo("2026-01-02T11:12:13Z");
    assertThat(plan.changes())
        .containsExactly(new StatusPlan.Change("default", StatusPlan.Kind.CREATE, ADMITTED));
  }

  @Test
  @Behaviour({"RT-065", "RT-067"})
  void rejectedRouteKeepsTheHostItAskedFor() {
    RouteIngress entry = plan(List.of(), REJECTED).ingress().getFirst();
    assertThat(entry.getHost()).isEqualTo("www.example.com");
    assertThat(condition(entry).getStatus()).isEqualTo("False");
    assertThat(condition(entry).getReason()).isEqualTo("HostAlreadyClaimed");
    assertThat(condition(entry).getMessage()).isEqualTo("taken");
  }

  @Test
  void absentHostAndDomainAreLeftOut() {
    Verdict hostless = GivenStatus.rejected("web", "u1", "", Reason.NO_HOST_VALUE, "no host");
    RouteIngress entry =
        StatusPlanner.plan(
                List.of(),
                List.of(new StatusPlan.Wish(new RouterIdentity("default", ""), hostless)),
                NOW)
            .ingress()
            .getFirst();
    assertThat(entry.getHost()).isNull();
    assertThat(entry.getRouterCanonicalHostname()).isNull();
    assertThat(plan(List.of(entry), ADMITTED).isEmpty()).isFalse();
  }

  static Stream<Arguments> changes() {
    return Stream.of(
        Arguments.of("status", REJECTED, DEFAULT),
        Arguments.of("host", GivenStatus.admitted("web", "u1", "other.example.com"), DEFAULT),
        Arguments.of(
            "wildcard policy", GivenStatus.wildcard("web", "u1", "www.example.com"), DEFAULT),
        Arguments.of("canonical host", ADMITTED, new RouterIdentity("default", "router.moved")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  @Behaviour("RT-066")
  void timeIsRenewedWhereAnythingAboutTheEntryChanges(
      String what, Verdict verdict, RouterIdentity router) {
    RouteIngress before = written(DEFAULT, ADMITTED);
    RouteIngress other = written(new RouterIdentity("public", "p"), ADMITTED);
    StatusPlan plan =
        StatusPlanner.plan(
            List.of(before, other), List.of(new StatusPlan.Wish(router, verdict)), NOW);
    assertThat(plan.changes())
        .containsExactly(new StatusPlan.Change("default", StatusPlan.Kind.UPDATE, verdict));
    assertThat(plan.ingress()).hasSize(2).last().isEqualTo(other);
    assertThat(condition(plan.ingress().getFirst()).getLastTransitionTime())
        .isEqualTo("2026-01-02T11:12:13Z");
    // What was written is what is wanted.
    assertThat(
            StatusPlanner.plan(plan.ingress(), List.of(new StatusPlan.Wish(router, verdict)), NOW)
                .isEmpty())
        .isTrue();
  }

  static Stream<Arguments> rejections() {
    return Stream.of(
        Arguments.of(
            "reason",
            GivenStatus.rejected(
                "web", "u1", "www.example.com", Reason.ROUTE_NOT_ADMITTED, "taken")),
        Arguments.of(
            "message",
            GivenStatus.rejected(
                "web", "u1", "www.example.com", Reason.HOST_ALREADY_CLAIMED, "by another")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rejections")
  @Behaviour("RT-066")
  void timeIsRenewedWhereARejectionSaysSomethingElse(String what, Verdict verdict) {
    StatusPlan plan = plan(List.of(written(DEFAULT, REJECTED)), verdict);
    assertThat(condition(plan.ingress().getFirst()).getLastTransitionTime())
        .isEqualTo("2026-01-02T11:12:13Z");
  }

  @Test
  @Behaviour("RT-066")
  void unchangedEvaluationWritesNothing() {
    for (Verdict verdict : List.of(ADMITTED, REJECTED)) {
      RouteIngress entry = written(DEFAULT, verdict);
      assertThat(plan(List.of(entry), verdict).isEmpty()).isTrue();
      // OKD's API server returns absent text as absent, others may return it empty.
      RouteIngress empty = new RouteIngressBuilder(entry).build();
      if (verdict.admitted()) {
        empty.getConditions().getFirst().setReason("");
        empty.getConditions().getFirst().setMessage("");
      }
      assertThat(plan(List.of(empty), verdict).isEmpty()).isTrue();
    }
  }

  @Test
  @Behaviour("RT-088")
  void entriesOfOtherRoutersStayAsAndWhereTheyAre() {
    RouteIngress first = written(new RouterIdentity("a", "router-a.x"), ADMITTED);
    first.setAdditionalProperty("future", "field");
    RouteIngress last = written(new RouterIdentity("defaulter", "router-b.x"), REJECTED);
    RouteIngress ours = written(DEFAULT, ADMITTED);
    assertThat(plan(List.of(first, ours, last), REJECTED).ingress())
        .hasSize(3)
        .startsWith(first)
        .endsWith(last);
    assertThat(plan(List.of(first, ours, last), null).ingress()).containsExactly(first, last);
  }

  @Test
  void entryOfAShardThatDoesNotSelectTheRouteIsRemoved() {
    StatusPlan plan = plan(List.of(written(DEFAULT, ADMITTED)), null);
    assertThat(plan.ingress()).isEmpty();
    assertThat(plan.changes())
        .containsExactly(new StatusPlan.Change("default", StatusPlan.Kind.REMOVE, null));
    assertThat(plan(List.of(), null).isEmpty()).isTrue();
  }

  @Test
  @Behaviour("RT-076")
  void unservableConditionIsClearedAndOtherConditionsStay() {
    RouteIngress entry = written(DEFAULT, ADMITTED);
    List<RouteIngressCondition> conditions = new ArrayList<>(entry.getConditions());
    conditions.addFirst(
        new RouteIngressCondition(
            null, "m", "UpgradeRouteValidationFailed", "True", "UnservableInFutureVersions"));
    RouteIngressCondition other =
        new RouteIngressCondition("2026-01-01T10:00:00Z", null, null, "True", "Other");
    conditions.add(other);
    entry.setConditions(conditions);
    StatusPlan plan = plan(List.of(entry), ADMITTED);
    assertThat(plan.changes()).hasSize(1);
    assertThat(plan.ingress().getFirst().getConditions())
        .extracting(RouteIngressCondition::getType)
        .containsExactly("Admitted", "Other");
    // What is said about admission did not change.
    assertThat(plan.ingress().getFirst().getConditions().getFirst().getLastTransitionTime())
        .isEqualTo("2026-01-01T10:00:00Z");
    assertThat(plan(plan.ingress(), REJECTED).ingress().getFirst().getConditions())
        .hasSize(2)
        .contains(other);
  }

  @Test
  void entryWithoutTheConditionGetsIt() {
    RouteIngress entry = new RouteIngressBuilder(written(DEFAULT, ADMITTED)).build();
    entry.setConditions(List.of());
    assertThat(condition(plan(List.of(entry), ADMITTED).ingress().getFirst()).getStatus())
        .isEqualTo("True");
  }

  @Test
  void repetitionsOfOurEntryAreRemoved() {
    RouteIngress ours = written(DEFAULT, ADMITTED);
    RouteIngress other = written(new RouterIdentity("a", "router-a.x"), ADMITTED);
    StatusPlan plan = plan(List.of(ours, other, ours), ADMITTED);
    assertThat(plan.ingress()).containsExactly(ours, other);
    assertThat(plan.changes()).hasSize(1);
  }

  @Test
  void severalShardsAreWrittenTogether() {
    RouterIdentity internal = new RouterIdentity("internal", "router-internal.i");
    StatusPlan plan =
        StatusPlanner.plan(
            List.of(written(DEFAULT, ADMITTED)),
            List.of(new StatusPlan.Wish(DEFAULT, null), new StatusPlan.Wish(internal, ADMITTED)),
            NOW);
    assertThat(plan.ingress()).hasSize(1).first().returns("internal", RouteIngress::getRouterName);
    assertThat(plan.changes()).hasSize(2);
  }
}
