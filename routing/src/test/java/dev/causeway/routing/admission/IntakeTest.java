package dev.causeway.routing.admission;

import static dev.causeway.routing.given.GivenRoute.labelled;
import static dev.causeway.routing.given.GivenRoute.route;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.given.GivenRoute;
import dev.causeway.routing.input.LabelSelector;
import dev.causeway.testkit.Behaviour;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntakeTest {
  private static final ShardPolicy POLICY = policy("apps.test", true);

  @Test
  @Behaviour("RT-030")
  void hostWinsOverSubdomain() {
    assertThat(claim(route("web", "shop").host("x.test").subdomain("sub")).host())
        .isEqualTo("x.test");
  }

  @Test
  @Behaviour({"RT-029", "RT-008"})
  void subdomainIsCompletedWithTheDomainOfTheShard() {
    assertThat(claim(route("web", "shop").subdomain("sub")).host()).isEqualTo("sub.apps.test");
  }

  @Test
  @Behaviour("RT-028")
  void hostIsGeneratedFromNameAndNamespace() {
    assertThat(claim(route("web", "my.shop")).host()).isEqualTo("my-shop-web.apps.test");
  }

  @Test
  @Behaviour({"RT-031", "RT-068"})
  void withoutDomainThereIsNoHostValue() {
    Rejection rejection = refusal(route("web", "shop").subdomain("sub"), policy("", true));

    assertThat(rejection.reason()).isEqualTo(Reason.NO_HOST_VALUE);
    assertThat(rejection.message()).contains("spec.host").contains("spec.domain");
  }

  @ParameterizedTest
  @Behaviour({"RT-069", "RT-027", "RT-007"})
  @ValueSource(
      strings = {
        "Shop.test",
        "shop.test.",
        "*.shop.test",
        "shop.test:80",
        "-shop.test",
        "shop-.test",
        "shop..test",
        "sh_op.test",
        "sh op.test",
        "sh\u00f6p.test",
        "a234567890123456789012345678901234567890123456789012345678901234.test"
      })
  void hostThatIsNoDnsNameIsRefused(String host) {
    Rejection rejection = refusal(route("web", "shop").host(host), POLICY);

    assertThat(rejection.reason()).isEqualTo(Reason.INVALID_HOST);
    assertThat(rejection.field()).isEqualTo("spec.host");
  }

  @Test
  @Behaviour("RT-007")
  void hostMayHave253CharactersAndNoMore() {
    String label = "a".repeat(63);
    String host = label + "." + label + "." + label + "." + "a".repeat(61);
    assertThat(host).hasSize(253);

    assertThat(claim(route("web", "shop").host(host)).host()).isEqualTo(host);
    assertThat(refusal(route("web", "shop").host("a" + host), POLICY).reason())
        .isEqualTo(Reason.INVALID_HOST);
  }

  @Test
  @Behaviour("RT-025")
  void annotationForLongLabelsDoesNotHelpInTheRouter() {
    GivenRoute route =
        route("web", "shop")
            .host("a".repeat(64) + ".test")
            .annotation("route.openshift.io/allow-non-dns-compliant-host", "true");

    assertThat(refusal(route, POLICY).reason()).isEqualTo(Reason.INVALID_HOST);
  }

  @Test
  @Behaviour({"RT-053", "HO-016", "RT-071"})
  void wildcardIsRefusedWhereTheShardDoesNotAllowThem() {
    Rejection rejection =
        refusal(route("web", "shop").host("any.d.test").wildcard(), policy("apps.test", false));

    assertThat(rejection.reason()).isEqualTo(Reason.ROUTE_NOT_ADMITTED);
    assertThat(rejection.message()).contains("WildcardsAllowed");
  }

  @Test
  @Behaviour("RT-071")
  void unknownWildcardPolicyIsRefused() {
    assertThat(refusal(route("web", "shop").host("x.test").wildcardPolicy("All"), POLICY).reason())
        .isEqualTo(Reason.ROUTE_NOT_ADMITTED);
  }

  @Test
  @Behaviour("RT-051")
  void wildcardStandsForItsParentWhateverItsFirstLabelAndNeedsAHost() {
    assertThat(claim(route("web", "shop").host("www.d.test").wildcard()).servedName())
        .isEqualTo("*.d.test");
    assertThat(refusal(route("web", "shop").wildcard(), POLICY).reason())
        .isEqualTo(Reason.NO_HOST_VALUE);
    assertThat(refusal(route("web", "shop").host("test").wildcard(), POLICY).reason())
        .isEqualTo(Reason.INVALID_HOST);
  }

  @Test
  @Behaviour("RT-077")
  void wildcardPolicyIsJudgedBeforeTheHost() {
    assertThat(
            refusal(route("web", "shop").host("BAD").wildcard(), policy("apps.test", false))
                .reason())
        .isEqualTo(Reason.ROUTE_NOT_ADMITTED);
  }

  @Test
  @Behaviour("HO-015")
  void routesOutsideTheSelectorsAreNotTakenIn() {
    ShardPolicy policy =
        new ShardPolicy(
            "default", "", labelled("shard", "a"), labelled("team", "red"), false, false);
    GivenRoute labelled = route("web", "shop").host("x.test").label("shard", "a");

    assertThat(Intake.of(labelled.input(), Map.of("team", "red"), policy))
        .isInstanceOf(Intake.Claiming.class);
    assertThat(Intake.of(labelled.input(), Map.of("team", "blue"), policy))
        .isInstanceOf(Intake.NotSelected.class);
    assertThat(Intake.of(route("web", "shop").input(), Map.of("team", "red"), policy))
        .isInstanceOf(Intake.NotSelected.class);
  }

  @Test
  void everyNamespaceCarriesItsNameAsLabel() {
    ShardPolicy policy =
        new ShardPolicy(
            "default",
            "",
            LabelSelector.EVERYTHING,
            new LabelSelector(
                Map.of(),
                List.of(
                    new LabelSelector.Requirement(
                        Intake.NAMESPACE_NAME_LABEL, "In", List.of("web")))),
            false,
            false);

    assertThat(Intake.of(route("web", "a").host("x.test").input(), Map.of(), policy))
        .isInstanceOf(Intake.Claiming.class);
    assertThat(Intake.of(route("db", "a").host("x.test").input(), Map.of(), policy))
        .isInstanceOf(Intake.NotSelected.class);
  }

  @Test
  void messagesDoNotRepeatControlCharactersOrLongTexts() {
    Rejection rejection = refusal(route("web", "shop").host("x\n\"y" + "z".repeat(500)), POLICY);

    assertThat(rejection.message()).doesNotContain("\n").hasSizeLessThan(250);
  }

  private static ShardPolicy policy(String domain, boolean wildcards) {
    return new ShardPolicy(
        "default", domain, LabelSelector.EVERYTHING, LabelSelector.EVERYTHING, false, wildcards);
  }

  private static HostClaim claim(GivenRoute route) {
    return ((Intake.Claiming) Intake.of(route.input(), Map.of(), POLICY)).claim();
  }

  private static Rejection refusal(GivenRoute route, ShardPolicy policy) {
    return ((Intake.Refused) Intake.of(route.input(), Map.of(), policy)).rejection();
  }
}
