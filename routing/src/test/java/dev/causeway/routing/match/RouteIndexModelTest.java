package dev.causeway.routing.match;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.model.VirtualHost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The index against the naive reading of the rules, over random histories of hosts. */
class RouteIndexModelTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void agreesWithTheNaiveMatcher(long seed) {
    Random random = new Random(seed);
    Map<String, VirtualHost> hosts = new LinkedHashMap<>();
    RouteIndex<String> index = RouteIndex.empty();
    int served = 0;
    for (int round = 0; round < 120; round++) {
      index = change(random, hosts, index);
      NaiveMatcher naive = new NaiveMatcher(hosts.values());
      for (int i = 0; i < 100; i++) {
        boolean secure = random.nextBoolean();
        String name = RandomRouting.name(random);
        String authority = RandomRouting.authority(random, name);
        String target = RandomRouting.target(random);
        String expected = naive.match(secure, authority, target);
        assertThat(Hosts.text(index.match(secure, authority, target)))
            .as("%s %s %s on %s", secure ? "https" : "http", authority, target, hosts.values())
            .isEqualTo(expected);
        assertThat(Hosts.text(index.sni(RandomRouting.mixCase(random, name))))
            .isEqualTo(naive.sni(name));
        served += expected.equals("none") ? 0 : 1;
      }
    }
    assertThat(served).as("requests that some rule answers").isGreaterThan(2_000);
  }

  private static RouteIndex<String> change(
      Random random, Map<String, VirtualHost> hosts, RouteIndex<String> index) {
    List<VirtualHost> upserts = new ArrayList<>();
    List<String> removals = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      String name = RandomRouting.hostName(random);
      if (random.nextInt(5) == 0) {
        removals.add(name);
      } else {
        upserts.add(RandomRouting.host(random, name));
      }
    }
    removals.forEach(hosts::remove);
    upserts.forEach(host -> hosts.put(host.name(), host));
    return index.with(upserts, removals, Hosts::plan);
  }
}
