package dev.causeway.routing.annotation;

import static dev.causeway.routing.given.GivenRoute.route;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.admission.Reason;
import dev.causeway.routing.admission.Rejection;
import dev.causeway.routing.given.GivenRoute;
import dev.causeway.routing.model.Affinity;
import dev.causeway.routing.model.Balance;
import dev.causeway.routing.model.ForwardedPolicy;
import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.RulePolicies;
import dev.causeway.routing.model.SameSite;
import dev.causeway.routing.model.Termination;
import dev.causeway.testkit.Behaviour;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteAnnotationsTest {
  private static final String HAPROXY = "haproxy.router.openshift.io/";
  private static final String ROUTER = "router.openshift.io/";

  @Test
  @Behaviour({"RO-004", "RO-008", "RO-020"})
  void defaultsStandInForAbsentAnnotations() {
    assertThat(policies(any(), Termination.EDGE, 1))
        .isEqualTo(
            RulePolicies.basic(30_000, 3_600_000, Balance.RANDOM, ForwardedPolicy.APPEND)
                .with(new Affinity("b1891d2b5950fd9277e06c90c9d226e6", null)));
  }

  @Test
  @Behaviour({"RO-041", "RO-018"})
  void severalWeightedBackendsAreServedInTurn() {
    assertThat(policies(any(), Termination.NONE, 2).balance()).isEqualTo(Balance.ROUND_ROBIN);
    assertThat(policies(any(), Termination.NONE, 1).balance()).isEqualTo(Balance.RANDOM);
    assertThat(policies(any(), Termination.NONE, 0).balance()).isEqualTo(Balance.RANDOM);
  }

  @Test
  @Behaviour({"RO-042", "RO-019"})
  void passthroughIsBalancedBySource() {
    assertThat(policies(any(), Termination.PASSTHROUGH, 1).balance()).isEqualTo(Balance.SOURCE);
    assertThat(policies(any(), Termination.PASSTHROUGH, 2).balance())
        .isEqualTo(Balance.ROUND_ROBIN);
  }

  @ParameterizedTest
  @Behaviour({"AN-007", "RO-041"})
  @CsvSource({
    "roundrobin, ROUND_ROBIN",
    "leastconn, LEAST_CONNECTIONS",
    "source, SOURCE",
    "random, RANDOM"
  })
  void balanceAnnotationWins(String value, Balance expected) {
    assertThat(
            policies(any().annotation(HAPROXY + "balance", value), Termination.EDGE, 2).balance())
        .isEqualTo(expected);
    for (int weighted : new int[] {1, 2}) {
      assertThat(
              policies(
                      any().annotation(HAPROXY + "balance", value),
                      Termination.PASSTHROUGH,
                      weighted)
                  .balance())
          .as("relayed to %s", weighted)
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @Behaviour("AN-001")
  @ValueSource(strings = {"Roundrobin", " leastconn", "leastconn ", "", "static-rr"})
  void wrongValueCountsAsAbsentAndIsSaid(String value) {
    RouteAnnotations read = read(any().annotation(HAPROXY + "balance", value), Termination.NONE, 1);

    assertThat(read.policies().balance()).isEqualTo(Balance.RANDOM);
    assertThat(read.rejection()).isNull();
    assertThat(read.notices()).hasSize(1);
    assertThat(read.notices().getFirst().field())
        .isEqualTo("metadata.annotations[haproxy.router.openshift.io/balance]");
    assertThat(read.notices().getFirst().message()).contains("roundrobin");
  }

  @ParameterizedTest
  @Behaviour({"AN-003", "AN-011"})
  @CsvSource({
    "1, 1",
    "250us, 1",
    "1500us, 2",
    "70ms, 70",
    "5s, 5000",
    "2m, 120000",
    "1h, 3600000",
    "3d, 259200000",
    "40d, 2147483647",
    "99999999999999999999d, 2147483647"
  })
  void timesHaveUnitsAndABound(String value, long millis) {
    assertThat(
            policies(any().annotation(HAPROXY + "timeout", value), Termination.EDGE, 1)
                .serverTimeoutMillis())
        .isEqualTo(millis);
  }

  @ParameterizedTest
  @Behaviour("AN-003")
  @ValueSource(strings = {"0", "0s", "05s", "1.5s", "-1s", "+1s", "1m30s", "5 s", "5S", "s", "1w"})
  void otherTimesCountAsAbsent(String value) {
    assertThat(
            policies(any().annotation(HAPROXY + "timeout", value), Termination.EDGE, 1)
                .serverTimeoutMillis())
        .isEqualTo(30_000);
  }

  @Test
  @Behaviour({"AN-011", "AN-012"})
  void timeoutOfPassthroughIsTheTunnelsUnlessThatHasItsOwn() {
    GivenRoute one = any().annotation(HAPROXY + "timeout", "5s");
    assertThat(policies(one, Termination.PASSTHROUGH, 1).tunnelTimeoutMillis()).isEqualTo(5_000);
    assertThat(policies(one, Termination.EDGE, 1).tunnelTimeoutMillis()).isEqualTo(3_600_000);

    GivenRoute both = one.annotation(HAPROXY + "timeout-tunnel", "7s");
    assertThat(policies(both, Termination.PASSTHROUGH, 1).tunnelTimeoutMillis()).isEqualTo(7_000);
    assertThat(policies(both, Termination.EDGE, 1).tunnelTimeoutMillis()).isEqualTo(7_000);

    GivenRoute invalid = one.annotation(HAPROXY + "timeout-tunnel", "x");
    assertThat(policies(invalid, Termination.PASSTHROUGH, 1).tunnelTimeoutMillis())
        .isEqualTo(5_000);
  }

  @ParameterizedTest
  @Behaviour({"AN-021", "RO-060"})
  @CsvSource({"append, APPEND", "replace, REPLACE", "if-none, IF_NONE", "never, NEVER"})
  void forwardedPoliciesHaveLowerCaseNames(String value, ForwardedPolicy policy) {
    assertThat(
            policies(
                    any().annotation(HAPROXY + "set-forwarded-headers", value), Termination.NONE, 1)
                .forwarded())
        .isEqualTo(policy);
  }

  @ParameterizedTest
  @Behaviour({"TLS-059", "AN-020"})
  @ValueSource(
      strings = {
        "max-age=31536000",
        "max-age=31536000;includeSubDomains;preload",
        "includeSubDomains ; max-age = \"5\"",
        "MAX-AGE=1;PRELOAD"
      })
  void hstsIsSetOnTlsRoutesOnly(String value) {
    GivenRoute route = any().annotation(HAPROXY + "hsts_header", value);

    assertThat(policies(route, Termination.EDGE, 1).hsts()).isEqualTo(value);
    assertThat(policies(route, Termination.REENCRYPT, 1).hsts()).isEqualTo(value);
    assertThat(policies(route, Termination.NONE, 1).hsts()).isNull();
    assertThat(policies(route, Termination.PASSTHROUGH, 1).hsts()).isNull();
  }

  /**
   * A pattern that remembers where it could turn back needs a stack as deep as the text is long.
   */
  @Test
  void hstsOfAnyLengthIsRead() {
    String value = "preload;".repeat(20_000) + "max-age=1" + ";preload".repeat(20_000);
    GivenRoute route = any().annotation(HAPROXY + "hsts_header", value);

    assertThat(policies(route, Termination.EDGE, 1).hsts()).isEqualTo(value);
  }

  @ParameterizedTest
  @Behaviour("TLS-059")
  @ValueSource(
      strings = {
        "includeSubDomains",
        "max-age=x",
        "max-age=1;",
        "max-age=1;\r\nX: y",
        " max-age=1"
      })
  void malformedHstsAddsNoHeader(String value) {
    assertThat(
            policies(any().annotation(HAPROXY + "hsts_header", value), Termination.EDGE, 1).hsts())
        .isNull();
  }

  @ParameterizedTest
  @Behaviour({"AN-019", "AN-060"})
  @CsvSource(
      quoteCharacter = '~',
      value = {
        "/, /",
        "/a/b, /a/b",
        "/x\\y, /xy",
        "/x\\\\y, /xy",
        "/\\1, /1",
        "/a%%b, /a%b",
        "/a%20b%c, /a%20b%c",
        "/a\"b'c, /abc",
        "/a\\\"b, /a\"b",
        "/x?a=1, /x?a=1",
        "/a#b, /a#",
        "/a\\#b, /a%23b"
      })
  void rewriteTargetIsSanitisedTheWayOkdDoes(String value, String target) {
    assertThat(
            policies(any().annotation(HAPROXY + "rewrite-target", value), Termination.EDGE, 1)
                .rewriteTarget())
        .isEqualTo(target);
  }

  @ParameterizedTest
  @Behaviour("AN-019")
  @ValueSource(strings = {"", "a", " /a", "/a\nb", "/a\u0000"})
  void rewriteTargetBeginsWithASlashAndHoldsNoControls(String value) {
    assertThat(
            policies(any().annotation(HAPROXY + "rewrite-target", value), Termination.EDGE, 1)
                .rewriteTarget())
        .isNull();
  }

  @Test
  void filtersAreReadInOrder() {
    RouteAnnotations read =
        read(any().annotation("causeway.dev/filters", "stamp, greet"), Termination.EDGE, 1);

    assertThat(read.filters()).containsExactly("stamp", "greet");
    assertThat(read.rejection()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"greet,unknown", "greet,,stamp", "greet,greet", "#{1}", "greet;stamp"})
  void routeIsNotServedWithoutTheFiltersItNames(String value) {
    Rejection rejection =
        read(any().annotation("causeway.dev/filters", value), Termination.EDGE, 1).rejection();

    assertThat(rejection).isNotNull();
    assertThat(Objects.requireNonNull(rejection).reason())
        .isEqualTo(Reason.EXTENDED_VALIDATION_FAILED);
    assertThat(rejection.field()).isEqualTo("metadata.annotations[causeway.dev/filters]");
  }

  @Test
  void rejectionNamesTheAllowedFilters() {
    Rejection rejection =
        read(any().annotation("causeway.dev/filters", "nope"), Termination.EDGE, 1).rejection();

    assertThat(Objects.requireNonNull(rejection).message()).contains("nope", "greet, stamp");
  }

  @Test
  void passthroughCannotHaveFilters() {
    assertThat(
            read(any().annotation("causeway.dev/filters", "greet"), Termination.PASSTHROUGH, 1)
                .rejection())
        .isNotNull();
  }

  @Test
  void everyKnownAnnotationWithoutEffectIsSaidAndMissingProtectionLoudly() {
    for (PassiveAnnotation passive : AnnotationCatalog.passive()) {
      RouteAnnotations read = read(any().annotation(passive.key(), "1"), Termination.EDGE, 1);
      assertThat(read.notices()).hasSize(1);
      assertThat(read.notices().getFirst().message().contains("WITHOUT this protection"))
          .isEqualTo(passive.protects());
    }
  }

  @Test
  void misspeltAnnotationOfOursIsSaidAndForeignOnesAreNot() {
    GivenRoute route =
        any()
            .annotation(HAPROXY + "time-out", "5s")
            .annotation("kubectl.kubernetes.io/last-applied-configuration", "{}");

    assertThat(read(route, Termination.EDGE, 1).notices()).hasSize(1);
  }

  @Test
  @Behaviour({"RO-046", "AN-009"})
  void affinityCookieIsNamedAfterTheRouteUnlessItSays() {
    // md5(" web:shop")
    assertThat(affinity(any(), Termination.NONE, InsecurePolicy.NONE))
        .isEqualTo(new Affinity("b1891d2b5950fd9277e06c90c9d226e6", null));
    assertThat(
            affinity(
                any().annotation(ROUTER + "cookie_name", "my_Cookie-1"),
                Termination.NONE,
                InsecurePolicy.NONE))
        .isEqualTo(new Affinity("my_Cookie-1", null));
    assertThat(
            affinity(
                    any().annotation(ROUTER + "cookie_name", "a b"),
                    Termination.NONE,
                    InsecurePolicy.NONE)
                .cookie())
        .hasSize(32);
    assertThat(policies(any(), Termination.PASSTHROUGH, 1).affinity()).isNull();
  }

  @ParameterizedTest
  @Behaviour({"AN-008", "AN-002"})
  @CsvSource({"1", "t", "T", "TRUE", "true", "True"})
  void affinityCookieCanBeSwitchedOff(String value) {
    GivenRoute route = any().annotation(HAPROXY + "disable_cookies", value);
    assertThat(policies(route, Termination.EDGE, 1).affinity()).isNull();
    assertThat(read(route, Termination.EDGE, 1).notices()).isEmpty();
  }

  @ParameterizedTest
  @Behaviour("AN-002")
  @ValueSource(strings = {"yes", "on", "tRUE", "", "false", "0"})
  void everythingElseIsNotTrue(String value) {
    GivenRoute route = any().annotation(HAPROXY + "disable_cookies", value);
    assertThat(policies(route, Termination.EDGE, 1).affinity()).isNotNull();
  }

  @Test
  @Behaviour("AN-010")
  void affinityCookieIsSecureWherePlainHttpIsNotServed() {
    GivenRoute lax = any().annotation(ROUTER + "cookie-same-site", "Lax");
    GivenRoute wrong = any().annotation(ROUTER + "cookie-same-site", "lax");
    assertThat(affinity(lax, Termination.EDGE, InsecurePolicy.NONE).sameSite())
        .isEqualTo(SameSite.LAX);
    assertThat(affinity(lax, Termination.REENCRYPT, InsecurePolicy.REDIRECT).sameSite())
        .isEqualTo(SameSite.LAX);
    assertThat(affinity(wrong, Termination.EDGE, InsecurePolicy.NONE).sameSite())
        .isEqualTo(SameSite.NONE);
    assertThat(affinity(lax, Termination.EDGE, InsecurePolicy.ALLOW).sameSite()).isNull();
    assertThat(affinity(lax, Termination.NONE, InsecurePolicy.NONE).sameSite()).isNull();
  }

  @ParameterizedTest
  @Behaviour({"AN-023", "AN-004"})
  @CsvSource({"5, 5", "0, 0", "+7, 7", "-1, 0", "1.5, 0", "x, 0", "99999999999, 2147483647"})
  void podConnectionsAreAWholeNumber(String value, int limit) {
    GivenRoute route = any().annotation(HAPROXY + "pod-concurrent-connections", value);
    assertThat(policies(route, Termination.EDGE, 1).podConnections()).isEqualTo(limit);
    assertThat(policies(route, Termination.PASSTHROUGH, 1).podConnections()).isEqualTo(limit);
  }

  @ParameterizedTest
  @Behaviour({"AN-022", "AN-002"})
  @CsvSource({"true, true", "T, true", "1, true", "false, false", "yes, false", "tRUE, false"})
  void caseOfHeadersIsAdjustedWhereARouteWantsIt(String value, boolean adjusted) {
    GivenRoute route = any().annotation(HAPROXY + "h1-adjust-case", value);
    assertThat(policies(route, Termination.EDGE, 1).adjustHeaderCase()).isEqualTo(adjusted);
    assertThat(policies(route, Termination.NONE, 1).adjustHeaderCase()).isEqualTo(adjusted);
    assertThat(policies(route, Termination.PASSTHROUGH, 1).adjustHeaderCase()).isFalse();
    assertThat(policies(any(), Termination.EDGE, 1).adjustHeaderCase()).isFalse();
  }

  @ParameterizedTest
  @Behaviour("AN-024")
  @CsvSource({"1s, 1000", "500ms, 500", "x, 0"})
  void healthCheckIntervalIsATime(String value, long millis) {
    GivenRoute route = any().annotation(ROUTER + "haproxy.health.check.interval", value);
    assertThat(policies(route, Termination.EDGE, 1).healthCheckIntervalMillis()).isEqualTo(millis);
    assertThat(policies(route, Termination.PASSTHROUGH, 1).healthCheckIntervalMillis())
        .isEqualTo(millis);
  }

  private static Affinity affinity(
      GivenRoute route, Termination termination, InsecurePolicy insecure) {
    return Objects.requireNonNull(
        RouteAnnotations.read(route.input(), termination, insecure, 1, Set.of(), RouteDefaults.OKD)
            .policies()
            .affinity());
  }

  private static GivenRoute any() {
    return route("web", "shop").host("x.test");
  }

  private static RulePolicies policies(GivenRoute route, Termination termination, int weighted) {
    return read(route, termination, weighted).policies();
  }

  private static RouteAnnotations read(GivenRoute route, Termination termination, int weighted) {
    return RouteAnnotations.read(
        route.input(),
        termination,
        InsecurePolicy.ALLOW,
        weighted,
        Set.of("greet", "stamp"),
        RouteDefaults.OKD);
  }
}
