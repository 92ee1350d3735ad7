package dev.causeway.routing.match;

import static dev.causeway.routing.model.InsecurePolicy.ALLOW;
import static dev.causeway.routing.model.InsecurePolicy.NONE;
import static dev.causeway.routing.model.InsecurePolicy.REDIRECT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.Termination;
import dev.causeway.testkit.Behaviour;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which rules exist on the plain and on the TLS side, and when a plain request is redirected. */
class SideMatchingTest {

  private static String http(Rule rule) {
    return Hosts.text(Hosts.index(Hosts.host("a.d", rule)).match(false, "a.d", "/x"));
  }

  private static String https(Rule rule) {
    return Hosts.text(Hosts.index(Hosts.host("a.d", rule)).match(true, "a.d", "/x"));
  }

  @Test
  @Behaviour("HO-044")
  void insecureRouteServesThePlainSideOnly() {
    assertThat(http(Hosts.plain("r", ""))).isEqualTo("a.d#r");
    assertThat(https(Hosts.plain("r", ""))).isEqualTo("none");
  }

  @ParameterizedTest
  @EnumSource(names = {"EDGE", "REENCRYPT"})
  @Behaviour({"HO-045", "HO-046", "HO-047"})
  void terminatedRouteServesTlsAndWhatItsPolicySays(Termination termination) {
    assertThat(http(Hosts.rule("r", "", termination, NONE))).isEqualTo("none");
    assertThat(http(Hosts.rule("r", "", termination, ALLOW))).isEqualTo("a.d#r");
    assertThat(http(Hosts.rule("r", "", termination, REDIRECT))).isEqualTo("302 a.d#r");
    assertThat(https(Hosts.rule("r", "", termination, NONE))).isEqualTo("a.d#r");
    assertThat(https(Hosts.rule("r", "", termination, ALLOW))).isEqualTo("a.d#r");
    assertThat(https(Hosts.rule("r", "", termination, REDIRECT))).isEqualTo("a.d#r");
  }

  @Test
  @Behaviour({"HO-048", "HO-049"})
  void passthroughRouteServesNeitherSideButMayRedirect() {
    Rule none = Hosts.rule("r", "", Termination.PASSTHROUGH, NONE);
    Rule redirect = Hosts.rule("r", "", Termination.PASSTHROUGH, REDIRECT);
    assertThat(http(none)).isEqualTo("none");
    assertThat(http(redirect)).isEqualTo("302 a.d#r");
    assertThat(https(none)).isEqualTo("none");
    assertThat(https(redirect)).isEqualTo("none");
    assertThat(Hosts.text(Hosts.index(Hosts.host("a.d", redirect)).sni("a.d")))
        .isEqualTo("relay a.d#r");
    RouteIndex<String> beside = Hosts.index(Hosts.host("a.d", none, Hosts.plain("web", "/")));
    assertThat(Hosts.text(beside.match(false, "a.d", "/x"))).isEqualTo("a.d#web");
    assertThat(Hosts.text(beside.sni("a.d"))).isEqualTo("relay a.d#r");
  }

  @Test
  @Behaviour({"HO-050", "HO-051", "HO-043"})
  void redirectIsDecidedByTheBestOfAllRoutes() {
    RouteIndex<String> index =
        Hosts.index(
            Hosts.host("a.d", Hosts.edge("root", "/", REDIRECT), Hosts.edge("api", "/api", NONE)));
    assertThat(Hosts.text(index.match(false, "a.d", "/x"))).isEqualTo("302 a.d#root");
    assertThat(Hosts.text(index.match(false, "a.d", "/api/x"))).isEqualTo("none");
  }

  @Test
  @Behaviour({"HO-052", "HO-041"})
  void eachSideSearchesItsOwnRoutes() {
    RouteIndex<String> index =
        Hosts.index(Hosts.host("a.d", Hosts.plain("root", "/"), Hosts.edge("api", "/api", NONE)));
    assertThat(Hosts.text(index.match(false, "a.d", "/api/x"))).isEqualTo("a.d#root");
    assertThat(Hosts.text(index.match(true, "a.d", "/api/x"))).isEqualTo("a.d#api");
    assertThat(Hosts.text(index.match(true, "a.d", "/x"))).isEqualTo("none");
  }

  @Test
  @Behaviour({"HO-053", "HO-050"})
  void exactRedirectBeatsInsecureWildcard() {
    RouteIndex<String> index =
        Hosts.index(
            Hosts.host("*.d", Hosts.plain("any", "")),
            Hosts.host("a.d", Hosts.edge("own", "", REDIRECT)));
    assertThat(Hosts.text(index.match(false, "a.d", "/anything"))).isEqualTo("302 a.d#own");
    assertThat(Hosts.text(index.match(false, "b.d", "/anything"))).isEqualTo("*.d#any");
  }

  @Test
  @Behaviour({"HO-040", "HO-045"})
  void plainSideOfTheWildcardServesWhereTheExactHostHasNone() {
    RouteIndex<String> index =
        Hosts.index(
            Hosts.host("*.d", Hosts.plain("any", "")),
            Hosts.host("a.d", Hosts.edge("own", "", NONE)));
    assertThat(Hosts.text(index.match(false, "a.d", "/"))).isEqualTo("*.d#any");
    assertThat(Hosts.text(index.match(true, "a.d", "/"))).isEqualTo("a.d#own");
    assertThat(Hosts.text(index.match(true, "b.d", "/"))).isEqualTo("none");
  }
}
