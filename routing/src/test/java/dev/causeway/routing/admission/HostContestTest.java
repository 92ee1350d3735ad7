package dev.causeway.routing.admission;

import static dev.causeway.routing.given.GivenRoute.route;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.given.GivenRoute;
import dev.causeway.routing.input.RouteInput;
import dev.causeway.testkit.Behaviour;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HostContestTest {

  @Test
  @Behaviour({"HO-001", "HO-004", "RT-070"})
  void olderRouteKeepsHostAcrossNamespacesWhateverThePath() {
    var held =
        strict(
            at(1, "a", "old").host("x.test").path("/a"),
            at(2, "b", "young").host("x.test").path("/b"));

    assertThat(held).containsEntry("a/old", null);
    Rejection rejection = refusal(held, "b/young");
    assertThat(rejection.reason()).isEqualTo(Reason.HOST_ALREADY_CLAIMED);
    assertThat(rejection.field()).isEqualTo("spec.host");
    assertThat(rejection.message()).contains("another namespace");
    assertThat(rejection.message()).doesNotContain("a/old");
  }

  @Test
  @Behaviour({"HO-005", "RT-070"})
  void pathsOfOneNamespaceCoexistAndTheSamePathGoesToTheOldest() {
    var held =
        strict(
            at(1, "a", "empty").host("x.test"),
            at(2, "a", "slash").host("x.test").path("/"),
            at(3, "a", "deep").host("x.test").path("/a"),
            at(4, "a", "deeper").host("x.test").path("/a/"),
            at(5, "a", "late").host("x.test").path("/a"));

    assertThat(granted(held)).containsExactlyInAnyOrder("a/empty", "a/slash", "a/deep", "a/deeper");
    assertThat(refusal(held, "a/late").message()).contains("older Route deep");
    assertThat(refusal(held, "a/late").field()).isEqualTo("spec.path");
  }

  @Test
  @Behaviour("HO-001")
  void equalCreationTimesAreSettledByUid() {
    var held =
        strict(
            at(1, "a", "one").uid("b").host("x.test"), at(1, "b", "two").uid("a").host("x.test"));

    assertThat(granted(held)).containsExactlyInAnyOrder("b/two");
  }

  @Test
  void routeWithoutCreationTimeIsYoungestAndNamesSettleTheRest() {
    var held =
        strict(
            route("a", "undated").host("x.test"),
            at(9, "b", "dated").host("x.test"),
            route("d", "second").host("y.test"),
            route("c", "first").host("y.test"));

    assertThat(granted(held)).containsExactlyInAnyOrder("b/dated", "c/first");
  }

  @Test
  @Behaviour("HO-006")
  void passthroughExcludesOtherTlsRoutesOfItsHostButNotInsecureOnes() {
    var passthroughFirst =
        strict(
            at(1, "a", "pass").host("x.test").tls("passthrough"),
            at(2, "a", "edge").host("x.test").path("/e").tls("edge"),
            at(3, "a", "plain").host("x.test").path("/p"));
    assertThat(granted(passthroughFirst)).containsExactlyInAnyOrder("a/pass", "a/plain");
    assertThat(refusal(passthroughFirst, "a/edge").message()).contains("older Route pass");

    var edgeFirst =
        strict(
            at(1, "a", "edge").host("x.test").path("/e").tls("edge"),
            at(2, "a", "pass").host("x.test").tls("passthrough"));
    assertThat(granted(edgeFirst)).containsExactlyInAnyOrder("a/edge");
  }

  @Test
  @Behaviour({"HO-006", "HO-007"})
  void passthroughExcludesTlsRoutesOfOtherNamespacesTooWhereHostsAreShared() {
    var held =
        shared(
            at(1, "a", "pass").host("x.test").tls("passthrough"),
            at(2, "b", "edge").host("x.test").path("/e").tls("edge"));

    assertThat(granted(held)).containsExactlyInAnyOrder("a/pass");
    assertThat(refusal(held, "b/edge").message()).doesNotContain("Route pass").contains("another");
  }

  @Test
  @Behaviour("HO-007")
  void sharedHostsAreClaimedPathByPath() {
    var held =
        shared(
            at(1, "a", "one").host("x.test").path("/a"),
            at(2, "b", "two").host("x.test").path("/b"),
            at(3, "c", "three").host("x.test").path("/a"));

    assertThat(granted(held)).containsExactlyInAnyOrder("a/one", "b/two");
  }

  @Test
  @Behaviour("HO-009")
  void ageDecidesEvenAgainstAnIncumbentOfTheSamePath() {
    var held =
        strict(
            at(1, "a", "first").host("x.test").path("/x"),
            at(2, "a", "second").host("x.test").path("/y"),
            at(3, "a", "third").host("x.test").path("/y"));

    assertThat(granted(held)).containsExactlyInAnyOrder("a/first", "a/second");
  }

  @Test
  @Behaviour("HO-014")
  void exactRouteAndWildcardCompeteForTheLiteralHost() {
    var held =
        strict(
            at(1, "a", "exact").host("wildcard.d.test"),
            at(2, "a", "wild").host("wildcard.d.test").wildcard());

    assertThat(granted(held)).containsExactlyInAnyOrder("a/exact");
  }

  @Test
  @Behaviour("HO-017")
  void wildcardAndExactHostOfOneNamespaceCoexist() {
    var held =
        strict(
            at(1, "a", "wild").host("any.d.test").wildcard(), at(2, "a", "exact").host("x.d.test"));

    assertThat(granted(held)).containsExactlyInAnyOrder("a/exact", "a/wild");
  }

  @Test
  @Behaviour("HO-018")
  void wildcardAndExactHostOfDifferentNamespacesExcludeEachOtherByAge() {
    var wildFirst =
        strict(
            at(1, "a", "wild").host("any.d.test").wildcard(), at(2, "b", "exact").host("x.d.test"));
    assertThat(granted(wildFirst)).containsExactlyInAnyOrder("a/wild");
    assertThat(refusal(wildFirst, "b/exact").message()).contains("wildcard").contains("another");

    var exactFirst =
        strict(
            at(1, "b", "exact").host("x.d.test"), at(2, "a", "wild").host("any.d.test").wildcard());
    assertThat(granted(exactFirst)).containsExactlyInAnyOrder("b/exact");
  }

  @Test
  @Behaviour("HO-018")
  void wildcardSaysNothingAboutDeeperHostsOrItsOwnParent() {
    var held =
        strict(
            at(1, "a", "wild").host("any.d.test").wildcard(),
            at(2, "b", "deeper").host("x.y.d.test"),
            at(3, "c", "parent").host("d.test"));

    assertThat(granted(held)).containsExactlyInAnyOrder("a/wild", "b/deeper", "c/parent");
  }

  @Test
  @Behaviour("HO-019")
  void wildcardAndExactHostCoexistAcrossNamespacesWhereHostsAreShared() {
    var held =
        shared(
            at(1, "a", "wild").host("any.d.test").wildcard(), at(2, "b", "exact").host("x.d.test"));

    assertThat(granted(held)).containsExactlyInAnyOrder("a/wild", "b/exact");
  }

  @Test
  @Behaviour("HO-020")
  void placeholderLabelsNameTheSameWildcard() {
    var strict =
        strict(
            at(1, "a", "one").host("www.d.test").wildcard(),
            at(2, "a", "same").host("wildcard.d.test").wildcard(),
            at(3, "a", "other").host("wildcard.d.test").path("/p").wildcard(),
            at(4, "b", "foreign").host("w.d.test").path("/q").wildcard());
    assertThat(granted(strict)).containsExactlyInAnyOrder("a/one", "a/other");

    var shared =
        shared(
            at(1, "a", "one").host("www.d.test").wildcard(),
            at(2, "b", "foreign").host("w.d.test").path("/q").wildcard(),
            at(3, "b", "same").host("w.d.test").wildcard());
    assertThat(granted(shared)).containsExactlyInAnyOrder("a/one", "b/foreign");
  }

  @Test
  void routeBlockedByAWildcardDoesNotHoldItsHostAgainstOthers() {
    var held =
        strict(
            at(1, "a", "wild").host("any.d.test").wildcard(),
            at(2, "b", "blocked").host("x.d.test"),
            at(3, "a", "exact").host("x.d.test"));

    assertThat(granted(held)).containsExactlyInAnyOrder("a/exact", "a/wild");
  }

  private static GivenRoute at(int age, String namespace, String name) {
    return route(namespace, name).age(age);
  }

  private static Map<String, @Nullable Rejection> strict(GivenRoute... routes) {
    return contest(false, routes);
  }

  private static Map<String, @Nullable Rejection> shared(GivenRoute... routes) {
    return contest(true, routes);
  }

  private static Map<String, @Nullable Rejection> contest(
      boolean interNamespace, GivenRoute... routes) {
    HostContest contest = new HostContest(interNamespace);
    Map<String, @Nullable Rejection> outcome = new LinkedHashMap<>();
    Stream<RouteInput> inputs = Arrays.stream(routes).map(GivenRoute::input);
    inputs
        .sorted(RouteAge.OLDEST_FIRST)
        .map(
            route -> new HostClaim(route, route.host(), route.wildcardPolicy().equals("Subdomain")))
        .forEach(claim -> outcome.put(name(claim), contest.offer(claim)));
    return outcome;
  }

  private static String name(HostClaim claim) {
    return claim.route().key().namespace() + "/" + claim.route().key().name();
  }

  private static Stream<String> granted(Map<String, @Nullable Rejection> outcome) {
    return outcome.entrySet().stream()
        .filter(entry -> entry.getValue() == null)
        .map(Map.Entry::getKey);
  }

  private static Rejection refusal(Map<String, @Nullable Rejection> outcome, String route) {
    Rejection rejection = outcome.get(route);
    assertThat(rejection).as("rejection of %s", route).isNotNull();
    return Objects.requireNonNull(rejection);
  }
}
