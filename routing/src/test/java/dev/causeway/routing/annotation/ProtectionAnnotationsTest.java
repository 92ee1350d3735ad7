package dev.causeway.routing.annotation;

import static dev.causeway.routing.given.GivenRoute.route;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.given.GivenRoute;
import dev.causeway.routing.model.AccessList;
import dev.causeway.routing.model.Features;
import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.Network;
import dev.causeway.routing.model.RateLimits;
import dev.causeway.routing.model.RulePolicies;
import dev.causeway.routing.model.Termination;
import dev.causeway.testkit.Behaviour;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProtectionAnnotationsTest {
  private static final String HAPROXY = "haproxy.router.openshift.io/";
  private static final String ALLOW = HAPROXY + "ip_allowlist";
  private static final String RATE = HAPROXY + "rate-limit-connections";

  @ParameterizedTest
  @Behaviour({"AN-013", "AN-033"})
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "192.0.2.1/24, 192.0.2.0/24",
    "'10.0.0.0/8  192.0.2.1', '10.0.0.0/8,192.0.2.1'",
    "'10.0.0.0/8\t192.0.2.1', '10.0.0.0/8,192.0.2.1'",
    "::ffff:127.0.0.7, 127.0.0.7",
    "::ffff:10.0.0.0/104, 10.0.0.0/8",
    "2001:db8::1/32, 2001:db8:0:0:0:0:0:0/32",
    "'10.0.0.0/8 10.0.0.0/8', 10.0.0.0/8"
  })
  void readsAddressesAndNetworks(String text, String networks) {
    RouteAnnotations read = read(any().annotation(ALLOW, text), Termination.EDGE);

    assertThat(allowed(read)).isEqualTo(List.of(networks.split(",", -1)));
    assertThat(read.notices()).isEmpty();
    assertThat(Features.of(read.policies())).containsExactly(Features.ACCESS_LIST);
  }

  @ParameterizedTest
  @Behaviour({"AN-034", "LIM-025"})
  @ValueSource(
      strings = {
        " 10.0.0.0/8",
        "10.0.0.0/8 ",
        "10.0.0.0/8\n192.0.2.1",
        "10.0.0.0/8\n",
        "10.0.0.0/8,192.0.2.1",
        "127.0.0.07",
        "127.1",
        "10.0.0.0/33",
        "fe80::1%eth0",
        "fd00::/129",
        "example.test"
      })
  void aListThatIsIgnoredLeavesTheRouteOpenAndSaysSo(String text) {
    RouteAnnotations read =
        read(
            any().annotation(ALLOW, text).annotation(HAPROXY + "ip_whitelist", "192.0.2.9"),
            Termination.EDGE);

    assertThat(read.policies().accessList()).isNull();
    assertThat(read.rejection()).isNull();
    assertThat(read.notices())
        .singleElement()
        .satisfies(notice -> assertThat(notice.message()).contains("OPEN to every address"));
  }

  @Test
  @Behaviour("AN-034")
  void invalidEntriesAreDroppedAndNamed() {
    RouteAnnotations read =
        read(any().annotation(ALLOW, "10.0.0.0/8 nonsense 127.0.0.07"), Termination.PASSTHROUGH);

    assertThat(allowed(read)).containsExactly("10.0.0.0/8");
    assertThat(read.notices())
        .singleElement()
        .extracting(Notice::message)
        .asString()
        .contains("\"nonsense 127.0.0.07\"");
  }

  @Test
  @Behaviour("AN-014")
  void theOldNameHoldsWhereTheNewOneIsAbsentOrEmpty() {
    GivenRoute old = any().annotation(HAPROXY + "ip_whitelist", "192.0.2.9");

    assertThat(allowed(read(old, Termination.NONE))).containsExactly("192.0.2.9");
    assertThat(allowed(read(old.annotation(ALLOW, ""), Termination.NONE)))
        .containsExactly("192.0.2.9");
    assertThat(allowed(read(old.annotation(ALLOW, "192.0.2.1"), Termination.NONE)))
        .containsExactly("192.0.2.1");
  }

  @ParameterizedTest
  @Behaviour({"AN-002", "AN-015"})
  @CsvSource({
    "true, true",
    "True, true",
    "TRUE, true",
    "t, true",
    "T, true",
    "1, true",
    "yes, false",
    "on, false",
    "tRUE, false",
    "' true', false",
    "false, false",
    "0, false"
  })
  void theSwitchIsAGoBoolean(String text, boolean on) {
    GivenRoute route = any().annotation(RATE, text).annotation(RATE + ".rate-http", "5");

    assertThat(read(route, Termination.EDGE).policies().rateLimits())
        .isEqualTo(on ? new RateLimits(null, null, 5, false) : null);
  }

  @Test
  @Behaviour({"AN-016", "AN-017", "AN-018"})
  void eachLimitStandsAlone() {
    GivenRoute route =
        any()
            .annotation(RATE, "true")
            .annotation(RATE + ".concurrent-tcp", "7")
            .annotation(RATE + ".rate-tcp", "-1")
            .annotation(RATE + ".rate-http", "+0")
            .annotation("causeway.dev/rate-limit-refusal", "429");

    assertThat(read(route, Termination.EDGE).policies().rateLimits())
        .isEqualTo(new RateLimits(7, -1, 0, true));
    RouteAnnotations passthrough = read(route, Termination.PASSTHROUGH);
    assertThat(passthrough.policies().rateLimits()).isEqualTo(new RateLimits(7, -1, null, false));
    assertThat(passthrough.notices()).hasSize(2);
  }

  @Test
  @Behaviour({"AN-004", "AN-042"})
  void limitsThatAreNoIntegersAreNoLimits() {
    GivenRoute route =
        any()
            .annotation(RATE, "true")
            .annotation(RATE + ".concurrent-tcp", "7.5")
            .annotation(RATE + ".rate-tcp", "99999999999999999999")
            .annotation(RATE + ".rate-http", "5");

    RouteAnnotations read = read(route, Termination.EDGE);
    assertThat(read.policies().rateLimits()).isEqualTo(new RateLimits(null, null, 5, false));
    assertThat(read.notices()).hasSize(2);
  }

  @Test
  @Behaviour("AN-042")
  void limitsWithoutTheSwitchDoNothingAndSaySo() {
    RouteAnnotations read = read(any().annotation(RATE + ".rate-http", "5"), Termination.EDGE);

    assertThat(read.policies().rateLimits()).isNull();
    assertThat(read.notices())
        .singleElement()
        .extracting(Notice::field)
        .isEqualTo("metadata.annotations[" + RATE + "]");
  }

  private static GivenRoute any() {
    return route("apps", "any").host("any.apps.test");
  }

  private static RouteAnnotations read(GivenRoute route, Termination termination) {
    return RouteAnnotations.read(
        route.input(), termination, InsecurePolicy.ALLOW, 1, Set.of(), RouteDefaults.OKD);
  }

  private static @Nullable List<String> allowed(RouteAnnotations read) {
    RulePolicies policies = read.policies();
    AccessList list = policies.accessList();
    return list == null ? null : list.networks().stream().map(Network::toString).toList();
  }
}
