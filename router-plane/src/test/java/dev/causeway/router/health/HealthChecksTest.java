package dev.causeway.router.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.balance.EndpointDirectory;
import dev.causeway.router.balance.EndpointPicker;
import dev.causeway.router.balance.LiveEndpoint;
import dev.causeway.router.balance.LiveUpstream;
import dev.causeway.router.upstream.EndpointTls;
import dev.causeway.routing.model.AppProtocol;
import dev.causeway.routing.model.Balance;
import dev.causeway.routing.model.Endpoint;
import dev.causeway.routing.model.EndpointSet;
import dev.causeway.testkit.Behaviour;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When endpoints are checked, and what follows; time passes by hand. */
final class HealthChecksTest {
  private static final InetSocketAddress CLIENT =
      new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 4000);

  private final ManualChecks time = new ManualChecks();
  private final EndpointDirectory directory = new EndpointDirectory();
  private final HealthChecks checks = new HealthChecks(time, time);

  private void endpoints(String upstream, int... hosts) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (int host : hosts) {
      endpoints.add(endpoint(host, false));
    }
    apply(upstream, endpoints);
  }

  private static Endpoint endpoint(int host, boolean placeholder) {
    return new Endpoint("e" + host, "10.0.0." + host, 80, AppProtocol.HTTP1, placeholder);
  }

  private void apply(String upstream, List<Endpoint> endpoints) {
    directory.apply(List.of(new EndpointSet("default", upstream, endpoints)), List.of());
    checks.endpointsChanged(List.of(upstream));
  }

  private HealthChecks.Watch watch(long interval, List<Integer> weights, String... upstreams) {
    return checks.watch(
        new WatchedRule(
            live(upstreams), new EndpointTls[upstreams.length], weights, true, interval));
  }

  private List<LiveUpstream> live(String... upstreams) {
    return List.of(upstreams).stream().map(directory::upstream).toList();
  }

  private EndpointPicker picker(List<Integer> weights, String... upstreams) {
    return new EndpointPicker(Balance.ROUND_ROBIN, false, live(upstreams), weights, null);
  }

  private static Set<String> picked(EndpointPicker picker) {
    Set<String> picked = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      LiveEndpoint endpoint = picker.pick(CLIENT);
      picked.add(endpoint == null ? "none" : endpoint.endpoint().id());
    }
    return picked;
  }

  private static InetSocketAddress address(int host) {
    return new InetSocketAddress(InetAddress.ofLiteral("10.0.0." + host), 80);
  }

  @Test
  @Behaviour({"RO-069", "RO-072"})
  void endpointFallsAfterThreeFailuresAndRisesAfterTwoSuccesses() {
    endpoints("a", 1, 2);
    watch(1_000, List.of(1), "a");
    EndpointPicker picker = picker(List.of(1), "a");
    time.pass(1_000);

    time.down(address(1), true);
    time.pass(2_000);
    assertThat(picked(picker)).containsExactlyInAnyOrder("e1", "e2");
    time.pass(1_000);
    assertThat(picked(picker)).containsExactly("e2");

    time.down(address(2), true);
    time.pass(3_000);
    assertThat(picked(picker)).containsExactly("none");
    assertThat(directory.upstream("a").endpoints()).hasSize(2);

    time.down(address(1), false);
    time.pass(1_000);
    assertThat(picked(picker)).containsExactly("none");
    time.pass(1_000);
    assertThat(picked(picker)).containsExactly("e1");
  }

  @Test
  @Behaviour("RO-069")
  void oneSuccessBetweenFailuresBeginsTheCountAgain() {
    endpoints("a", 1, 2);
    watch(1_000, List.of(1), "a");
    time.pass(1_000);
    for (int i = 0; i < 4; i++) {
      time.down(address(1), true);
      time.pass(2_000);
      time.down(address(1), false);
      time.pass(1_000);
    }
    assertThat(picked(picker(List.of(1), "a"))).containsExactlyInAnyOrder("e1", "e2");
  }

  @Test
  @Behaviour("RO-070")
  void onlyEndpointOfARouteIsNeitherCheckedNorDown() {
    endpoints("a", 1);
    endpoints("b", 2);
    watch(1_000, List.of(1), "a");
    watch(1_000, List.of(1, 0), "a", "b");
    time.pass(10_000);
    assertThat(time.probes(address(1))).isEmpty();

    // Another route has two endpoints, and one of them is the only one of the first route.
    watch(1_000, List.of(1, 1), "a", "b");
    time.down(address(1), true);
    time.pass(10_000);
    assertThat(picked(picker(List.of(1, 1), "a", "b"))).containsExactly("e2");
    assertThat(picked(picker(List.of(1), "a"))).containsExactly("e1");
  }

  @Test
  @Behaviour("RO-070")
  void checksBeginAndEndWithTheSecondEndpoint() {
    endpoints("a", 1);
    watch(1_000, List.of(1), "a");
    endpoints("a", 1, 2);
    time.down(address(1), true);
    time.pass(4_000);
    assertThat(picked(picker(List.of(1), "a"))).containsExactly("e2");

    endpoints("a", 1);
    assertThat(checks.size()).isZero();
    assertThat(time.scheduled()).isZero();
    assertThat(picked(picker(List.of(1), "a"))).containsExactly("e1");
  }

  @Test
  @Behaviour("RO-071")
  void placeholdersOfIdledServicesAreNotChecked() {
    apply("a", List.of(endpoint(1, true), endpoint(2, true)));
    watch(1_000, List.of(1), "a");
    time.pass(10_000);
    assertThat(time.probes(address(1))).isEmpty();
    assertThat(checks.size()).isZero();
  }

  @Test
  @Behaviour("AN-024")
  void oneCheckServesAllRulesAtTheShortestIntervalAskedFor() {
    endpoints("a", 1, 2);
    List<HealthChecks.Watch> watches = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      watches.add(watch(5_000, List.of(1), "a"));
    }
    assertThat(checks.size()).isEqualTo(2);
    time.pass(50_000);
    assertThat(time.probes(address(1))).hasSizeBetween(9, 11);

    HealthChecks.Watch often = watch(500, List.of(1), "a");
    time.pass(10_000);
    assertThat(time.probes(address(1))).hasSizeBetween(28, 32);

    often.close();
    time.pass(50_000);
    assertThat(time.probes(address(1))).hasSizeBetween(37, 44);
    watches.forEach(HealthChecks.Watch::close);
    assertThat(checks.size()).isZero();
    assertThat(time.scheduled()).isZero();
  }

  @Test
  void checksAreSpreadOverTheInterval() {
    int[] hosts = java.util.stream.IntStream.range(1, 201).toArray();
    endpoints("a", hosts);
    watch(5_000, List.of(1), "a");
    time.pass(5_000);
    List<Integer> perSecond = new ArrayList<>(List.of(0, 0, 0, 0, 0));
    for (int host : hosts) {
      int second = (int) Math.min(4, time.probes(address(host)).getFirst() / 1_000);
      perSecond.set(second, perSecond.get(second) + 1);
    }
    assertThat(perSecond).allSatisfy(count -> assertThat(count).isBetween(20, 60));
  }

  @Test
  @Behaviour("LIM-003")
  void newVersionOfARuleKnowsWhatTheOldOneKnew() {
    endpoints("a", 1, 2);
    HealthChecks.Watch before = watch(1_000, List.of(1), "a");
    time.down(address(1), true);
    time.pass(4_000);
    watch(1_000, List.of(1), "a");
    before.close();
    assertThat(picked(picker(List.of(1), "a"))).containsExactly("e2");
  }

  @Test
  @Behaviour("RO-051")
  void cookieOfAnEndpointThatIsDownIsNotHonoured() {
    endpoints("a", 1, 2);
    watch(1_000, List.of(1), "a");
    EndpointPicker picker = picker(List.of(1), "a");
    LiveEndpoint one = directory.upstream("a").endpoints().getFirst();
    String value = one.affinityText();
    long high = Long.parseUnsignedLong(value.substring(0, 16), 16);
    long low = Long.parseUnsignedLong(value.substring(16), 16);
    assertThat(picker.held(high, low)).isSameAs(one);
    time.down(address(1), true);
    time.pass(4_000);
    assertThat(picker.held(high, low)).isNull();
  }
}
