package dev.causeway.controlplane.status;

import static dev.causeway.controlplane.status.GivenStatus.admitted;
import static dev.causeway.controlplane.status.GivenStatus.rejected;
import static dev.causeway.controlplane.status.GivenStatus.route;
import static dev.causeway.controlplane.status.GivenStatus.wildcard;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.controlplane.meters.ControlPlaneMeter;
import dev.causeway.controlplane.status.ShadowDifference.Kind;
import dev.causeway.routing.admission.Reason;
import dev.causeway.routing.admission.Verdict;
import io.fabric8.openshift.api.model.RouteIngress;
import io.fabric8.openshift.api.model.RouteIngressBuilder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every way in which a verdict differs from what another router wrote. */
class ShadowComparisonTest {
  private static final String HOST = "www.example.com";
  private static final Verdict ADMITTED = admitted("web", "u1", HOST);
  private static final Verdict REJECTED =
      rejected("web", "u1", HOST, Reason.HOST_ALREADY_CLAIMED, "taken");

  private static List<ShadowDifference> compare(
      @Nullable Verdict ours, @Nullable RouteIngress theirs) {
    return ShadowComparison.compare(
        route("web"),
        theirs == null ? List.of() : List.of(theirs),
        List.of(new StatusPlan.Wish(new RouterIdentity("default", "router-default.a"), ours)));
  }

  static RouteIngress theirs(String host, String status, String reason, String message) {
    return new RouteIngressBuilder()
        .withRouterName("default")
        .withRouterCanonicalHostname("router-default.apps.okd")
        .withHost(host)
        .withWildcardPolicy("None")
        .addNewCondition()
        .withType("Admitted")
        .withStatus(status)
        .withReason(reason.isEmpty() ? null : reason)
        .withMessage(message.isEmpty() ? null : message)
        .endCondition()
        .build();
  }

  private static ShadowDifference difference(Kind kind, String field, String ours, String theirs) {
    return new ShadowDifference(kind, "shop/web", "default", field, ours, theirs, "", "");
  }

  @Test
  void sameVerdictIsNoDifferenceWhateverTheMessageAndTheCanonicalHost() {
    assertThat(compare(ADMITTED, theirs(HOST, "True", "", ""))).isEmpty();
    assertThat(compare(REJECTED, theirs(HOST, "False", "HostAlreadyClaimed", "a takes it")))
        .isEmpty();
    assertThat(compare(null, null)).isEmpty();
  }

  @Test
  void emptyWildcardPolicyIsNone() {
    RouteIngress theirs =
        new RouteIngressBuilder(theirs(HOST, "True", "", "")).withWildcardPolicy(null).build();
    assertThat(compare(ADMITTED, theirs)).isEmpty();
  }

  @Test
  void onlyWeAdmit() {
    assertThat(compare(ADMITTED, theirs("other.example.com", "False", "RouteNotAdmitted", "no")))
        .containsExactly(
            new ShadowDifference(
                Kind.ONLY_OURS,
                "shop/web",
                "default",
                "conditions[Admitted].status",
                "True",
                "False RouteNotAdmitted",
                "",
                "no"));
  }

  @Test
  void entryWithoutTheConditionIsNoAdmission() {
    RouteIngress undecided =
        new RouteIngressBuilder().withRouterName("default").withHost(HOST).build();
    assertThat(compare(ADMITTED, undecided))
        .containsExactly(difference(Kind.ONLY_OURS, "conditions[Admitted].status", "True", ""));
  }

  @Test
  void onlyTheyAdmit() {
    assertThat(compare(REJECTED, theirs(HOST, "True", "", "")))
        .containsExactly(
            new ShadowDifference(
                Kind.ONLY_THEIRS,
                "shop/web",
                "default",
                "conditions[Admitted].status",
                "False HostAlreadyClaimed",
                "True",
                "spec.host: taken",
                ""));
  }

  @Test
  void otherHostAndOtherWildcardPolicyAreTwoDifferences() {
    assertThat(
            compare(
                wildcard("web", "u1", "www.example.com"),
                theirs("old.example.com", "True", "", "")))
        .containsExactly(
            difference(Kind.HOST, "host", "www.example.com", "old.example.com"),
            difference(Kind.WILDCARD_POLICY, "wildcardPolicy", "Subdomain", "None"));
  }

  @Test
  void otherReason() {
    assertThat(compare(REJECTED, theirs(HOST, "False", "RouteNotAdmitted", "no")))
        .containsExactly(
            new ShadowDifference(
                Kind.REASON,
                "shop/web",
                "default",
                "conditions[Admitted].reason",
                "HostAlreadyClaimed",
                "RouteNotAdmitted",
                "spec.host: taken",
                "no"));
  }

  @Test
  void noEntryOfTheirs() {
    assertThat(compare(ADMITTED, null)).containsExactly(difference(Kind.NO_ENTRY, "", "True", ""));
  }

  @Test
  void entryOfTheirsForARouteThatIsNotSelected() {
    assertThat(compare(null, theirs(HOST, "True", "", "")))
        .containsExactly(difference(Kind.NOT_SELECTED, "", "", "True"));
  }

  @Test
  void everyShardIsComparedWithTheRouterOfItsName() {
    RouteIngress other =
        new RouteIngressBuilder(theirs("old.example.com", "True", "", ""))
            .withRouterName("internal")
            .build();
    RouteIngress unknown = new RouteIngressBuilder(other).withRouterName("unknown").build();
    assertThat(
            ShadowComparison.compare(
                route("web"),
                List.of(unknown, theirs(HOST, "True", "", ""), other),
                List.of(
                    new StatusPlan.Wish(new RouterIdentity("default", ""), ADMITTED),
                    new StatusPlan.Wish(new RouterIdentity("internal", ""), ADMITTED))))
        .containsExactly(
            new ShadowDifference(
                Kind.HOST, "shop/web", "internal", "host", HOST, "old.example.com", "", ""));
  }

  @Test
  void meterHasASeriesForEveryKind() {
    assertThat(ControlPlaneMeter.SHADOW_DIFFERENCES.tags().get("kind"))
        .containsExactlyElementsOf(Arrays.stream(Kind.values()).map(Kind::text).toList());
  }
}
