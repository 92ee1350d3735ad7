package dev.causeway.routing.match;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.Termination;
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
  private static final String[] LABELS = {"a", "b", "ab", "www", "x-1"};
  private static final String[] PARENTS = {"d", "apps.test", "b.apps.test", "example.com"};
  private static final String[] SEGMENTS = {"foo", "fo", "bar", "a.b", "foo;v=1", "%2F", "!x", "é"};
  private static final String[] AUTHORITY_ENDS = {"", ":80", ".", ".:8443", ":", ":abc", ".."};

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
        String name = name(random);
        String authority = mixCase(random, name) + pick(random, AUTHORITY_ENDS);
        String target = target(random);
        String expected = naive.match(secure, authority, target);
        assertThat(Hosts.text(index.match(secure, authority, target)))
            .as("%s %s %s on %s", secure ? "https" : "http", authority, target, hosts.values())
            .isEqualTo(expected);
        assertThat(Hosts.text(index.sni(mixCase(random, name)))).isEqualTo(naive.sni(name));
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
      String name = random.nextInt(3) == 0 ? "*." + pick(random, PARENTS) : name(random);
      if (random.nextInt(5) == 0) {
        removals.add(name);
      } else {
        upserts.add(host(random, name));
      }
    }
    removals.forEach(hosts::remove);
    upserts.forEach(host -> hosts.put(host.name(), host));
    return index.with(upserts, removals, Hosts::plan);
  }

  private static VirtualHost host(Random random, String name) {
    Map<String, Rule> byPath = new LinkedHashMap<>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      Termination termination = pick(random, Termination.values());
      InsecurePolicy policy =
          termination == Termination.NONE
              ? InsecurePolicy.NONE
              : pick(random, policies(termination));
      String path = termination == Termination.PASSTHROUGH ? "" : path(random);
      byPath.putIfAbsent(path, Hosts.rule("r" + i, path, termination, policy));
    }
    VirtualHost host = Hosts.host(name, byPath.values().toArray(Rule[]::new));
    return random.nextBoolean() ? Hosts.withCertificate(host, "c") : host;
  }

  private static InsecurePolicy[] policies(Termination termination) {
    return termination == Termination.PASSTHROUGH
        ? new InsecurePolicy[] {InsecurePolicy.NONE, InsecurePolicy.REDIRECT}
        : InsecurePolicy.values();
  }

  private static String name(Random random) {
    return pick(random, LABELS) + "." + pick(random, PARENTS);
  }

  private static String path(Random random) {
    StringBuilder path = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      path.append('/').append(random.nextInt(8) == 0 ? "" : pick(random, SEGMENTS));
    }
    return random.nextInt(3) == 0 ? path.append('/').toString() : path.toString();
  }

  private static String target(Random random) {
    if (random.nextInt(30) == 0) {
      return "*";
    }
    String path = RequestTarget.wireForm(path(random));
    String tail = random.nextInt(4) == 0 ? pick(random, SEGMENTS) : "";
    String query = random.nextInt(4) == 0 ? "?x=/foo" : "";
    if (random.nextInt(10) == 0) {
      return "http://whatever:80" + path + query;
    }
    return path.isEmpty() ? "/" + query : path + RequestTarget.wireForm(tail) + query;
  }

  private static String mixCase(Random random, String name) {
    StringBuilder mixed = new StringBuilder(name);
    int at = random.nextInt(name.length());
    mixed.setCharAt(at, Character.toUpperCase(name.charAt(at)));
    return mixed.toString();
  }

  private static <E> E pick(Random random, E[] from) {
    return from[random.nextInt(from.length)];
  }
}
