package dev.causeway.router.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.model.AppProtocol;
import dev.causeway.routing.model.Balance;
import dev.causeway.routing.model.Endpoint;
import dev.causeway.routing.model.EndpointSet;
import dev.causeway.testkit.Behaviour;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How the algorithms share out requests. */
final class EndpointPickerTest {
  private final EndpointDirectory directory = new EndpointDirectory();

  private void endpoints(String upstream, int count) {
    List<Endpoint> endpoints =
        IntStream.range(0, count)
            .mapToObj(
                i -> new Endpoint(upstream + ":" + i, "10.0.0." + (i + 1), 80, AppProtocol.HTTP1))
            .toList();
    directory.apply(List.of(new EndpointSet("default", upstream, endpoints)), List.of());
  }

  private EndpointPicker picker(Balance balance, boolean consistent, Map<String, Integer> weights) {
    List<String> names = weights.keySet().stream().sorted().toList();
    return new EndpointPicker(
        balance,
        consistent,
        names.stream().map(directory::upstream).toList(),
        names.stream().map(weights::get).toList(),
        null);
  }

  private static InetSocketAddress client(int number) {
    return new InetSocketAddress(
        InetAddress.ofLiteral("192.0." + number / 250 + "." + (number % 250 + 1)), 4000);
  }

  private static Map<String, Integer> shares(EndpointPicker picker, int picks) {
    Map<String, Integer> shares = new HashMap<>();
    for (int i = 0; i < picks; i++) {
      LiveEndpoint endpoint = picker.pick(client(i));
      shares.merge(endpoint == null ? "none" : endpoint.upstream().name(), 1, Integer::sum);
    }
    return shares;
  }

  @Test
  void requestsOfAnOlderPlanFindTheLastEndpointsOfAForgottenUpstream() {
    endpoints("a", 1);
    EndpointPicker older = picker(Balance.RANDOM, false, Map.of("a", 1));

    directory.forget("a");

    LiveEndpoint endpoint = older.pick(client(1));
    assertThat(endpoint).isNotNull();
    assertThat(endpoint.isUsable()).isTrue();
    assertThat(endpoint.isCurrent()).isFalse();
    assertThat(directory.upstream("a").endpoints()).isEmpty();
  }

  @Test
  @Behaviour({"EP-021", "EP-027", "RO-043"})
  void roundRobinSharesExactlyByWeight() {
    endpoints("a", 2);
    endpoints("b", 4);
    EndpointPicker picker = picker(Balance.ROUND_ROBIN, false, Map.of("a", 20, "b", 10));
    assertThat(shares(picker, 1200)).containsEntry("a", 800).containsEntry("b", 400);
  }

  @Test
  @Behaviour({"RO-043", "LIM-021"})
  void roundRobinIsSmooth() {
    endpoints("a", 3);
    EndpointPicker picker = picker(Balance.ROUND_ROBIN, false, Map.of("a", 100));
    LiveEndpoint first = picker.pick(client(0));
    assertThat(picker.pick(client(0))).isNotSameAs(first);
    assertThat(picker.pick(client(0))).isNotSameAs(first);
    assertThat(picker.pick(client(0))).isSameAs(first);
  }

  @Test
  @Behaviour({"EP-026", "EP-025"})
  void zeroWeightTakesNothing() {
    endpoints("a", 2);
    endpoints("b", 3);
    assertThat(shares(picker(Balance.RANDOM, false, Map.of("a", 100, "b", 0)), 100))
        .containsExactly(Map.entry("a", 100));
    assertThat(shares(picker(Balance.RANDOM, false, Map.of("a", 0, "b", 0)), 10))
        .containsExactly(Map.entry("none", 10));
  }

  /** Weighted each in its own way: nobody's share is exact but that of round robin. */
  @ParameterizedTest
  @EnumSource(names = {"RANDOM", "LEAST_CONNECTIONS", "SOURCE"})
  @Behaviour("EP-027")
  void everyAlgorithmLooksAtTheWeights(Balance balance) {
    endpoints("a", 1);
    endpoints("b", 1);
    EndpointPicker picker = picker(balance, false, Map.of("a", 3, "b", 1));
    Map<String, Integer> shares = new HashMap<>();
    for (int i = 0; i < 1000; i++) {
      LiveEndpoint endpoint = picker.pick(client(i));
      assertThat(endpoint).isNotNull();
      endpoint.begin();
      shares.merge(endpoint.upstream().name(), 1, Integer::sum);
    }
    assertThat(shares.get("a")).isBetween(620, 900);
  }

  @Test
  @Behaviour("RO-043")
  void leastConnectionsAvoidsTheBusy() {
    endpoints("a", 2);
    EndpointPicker picker = picker(Balance.LEAST_CONNECTIONS, false, Map.of("a", 1));
    LiveEndpoint busy = directory.upstream("a").endpoints().getFirst();
    busy.begin();
    busy.begin();
    for (int i = 0; i < 10; i++) {
      assertThat(picker.pick(client(i))).isNotSameAs(busy);
    }
  }

  @Test
  @Behaviour("RO-043")
  void sourceSticksToAClientAndTheConsistentFormMovesFew() {
    endpoints("a", 10);
    EndpointPicker modulo = picker(Balance.SOURCE, false, Map.of("a", 1));
    EndpointPicker consistent = picker(Balance.SOURCE, true, Map.of("a", 1));
    assertThat(modulo.pick(client(7))).isSameAs(modulo.pick(client(7)));
    List<LiveEndpoint> before =
        IntStream.range(0, 1000).mapToObj(i -> consistent.pick(client(i))).toList();
    List<LiveEndpoint> beforeByModulo =
        IntStream.range(0, 1000).mapToObj(i -> modulo.pick(client(i))).toList();
    endpoints("a", 9);
    long moved =
        IntStream.range(0, 1000).filter(i -> consistent.pick(client(i)) != before.get(i)).count();
    assertThat(moved).isBetween(40L, 200L);
    long movedByModulo =
        IntStream.range(0, 1000)
            .filter(i -> modulo.pick(client(i)) != beforeByModulo.get(i))
            .count();
    assertThat(movedByModulo).as("most clients").isGreaterThan(700);
  }

  @Test
  @Behaviour("RO-044")
  void changesOfEndpointsAreSeenAtOnceAndKeepState() {
    endpoints("a", 2);
    EndpointPicker picker = picker(Balance.ROUND_ROBIN, false, Map.of("a", 1));
    LiveEndpoint kept = directory.upstream("a").endpoints().getFirst();
    LiveEndpoint gone = directory.upstream("a").endpoints().getLast();
    kept.begin();
    endpoints("a", 1);
    assertThat(picker.pick(client(0))).isSameAs(kept);
    assertThat(kept.inFlight()).isEqualTo(1);
    assertThat(gone.isCurrent()).isFalse();
    assertThat(picker.pickOther(client(0), gone)).isSameAs(kept);
    directory.apply(List.of(), List.of("a"));
    assertThat(picker.pick(client(0))).isNull();
  }
}
