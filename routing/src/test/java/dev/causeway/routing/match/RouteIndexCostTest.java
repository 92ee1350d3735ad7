package dev.causeway.routing.match;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.VirtualHost;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a match costs: no allocation, and the same probes however many hosts there are. */
class RouteIndexCostTest {

  private static RouteIndex<String> hosts(int count) {
    List<VirtualHost> hosts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      hosts.add(
          Hosts.host(
              "app-" + i + ".apps.test",
              Hosts.edge("root", "", InsecurePolicy.ALLOW),
              Hosts.edge("api", "/api", InsecurePolicy.NONE)));
    }
    hosts.add(Hosts.host("*.apps.test", Hosts.plain("any", "/any")));
    return RouteIndex.<String>empty().with(hosts, List.of(), Hosts::plan);
  }

  @Test
  void probesAreTheSameForTenAndForTenThousandHosts() {
    RouteIndex<String> ten = hosts(10);
    RouteIndex<String> many = hosts(10_000);
    for (String target : new String[] {"/", "/api/x", "/any", "/nothing"}) {
      for (boolean secure : new boolean[] {false, true}) {
        int expected = probes(ten, secure, "app-3.apps.test", target).probes();
        for (int i = 0; i < 10_000; i += 7) {
          ProbeCounter probes = probes(many, secure, "App-" + i + ".apps.test:8443", target);
          assertThat(probes.probes()).isEqualTo(expected);
          assertThat(probes.slots())
              .isLessThanOrEqualTo(probes.hosts() * RouteIndex.MAX_SLOTS_PER_PROBE);
        }
        assertThat(probes(many, secure, "unknown.apps.test", target).probes())
            .isEqualTo(probes(ten, secure, "unknown.apps.test", target).probes());
      }
    }
  }

  private static ProbeCounter probes(
      RouteIndex<String> index, boolean secure, String authority, String target) {
    ProbeCounter probes = new ProbeCounter();
    index.match(secure, authority, target, probes);
    return probes;
  }

  @Test
  void matchingAllocatesNothing() {
    RouteIndex<String> index = hosts(1_000).rejecting(Set.of("app-7.apps.test"));
    String[] authorities = {
      "app-3.apps.test", "APP-900.apps.test.:8443", "other.apps.test", "app-7.apps.test", "x", ":"
    };
    String[] targets = {"/", "/api/x?y=z", "/any/where", "http://app-3.apps.test/api/x", "*"};
    int answers = 0;
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    answers += matchAll(index, authorities, targets);
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 2_000; i++) {
      answers += matchAll(index, authorities, targets);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(answers).isPositive();
    // Reading the counter may itself cost a few bytes; 180,000 look-ups must not.
    assertThat(allocated).isLessThan(1_000);
  }

  private static int matchAll(RouteIndex<String> index, String[] authorities, String[] targets) {
    int seen = 0;
    for (String authority : authorities) {
      seen += index.sni(authority) instanceof SniMatch.Terminate ? 1 : 0;
      for (String target : targets) {
        seen += index.match(false, authority, target) instanceof Match.Proxy ? 1 : 0;
        seen += index.match(true, authority, target) instanceof Match.Proxy ? 1 : 0;
      }
    }
    return seen;
  }

  @Test
  void lookUpsStayBoundedWhileHostsComeAndGo() {
    RouteIndex<String> index = RouteIndex.empty();
    for (int i = 0; i < 3_000; i++) {
      VirtualHost host = Hosts.host("h" + i + ".d", Hosts.plain("r", ""));
      index = index.with(List.of(host), List.of(), Hosts::plan);
    }
    for (int i = 0; i < 3_000; i += 2) {
      index = index.with(List.of(), List.of("h" + i + ".d"), Hosts::plan);
    }
    assertThat(index.size()).isEqualTo(1_500);
    for (int i = 0; i < 3_000; i++) {
      ProbeCounter probes = new ProbeCounter();
      Match<String> match = index.match(false, "h" + i + ".d", "/", probes);
      assertThat(Hosts.text(match)).isEqualTo(i % 2 == 0 ? "none" : "h" + i + ".d#r");
      assertThat(probes.slots())
          .isLessThanOrEqualTo(probes.hosts() * RouteIndex.MAX_SLOTS_PER_PROBE);
    }
  }
}
