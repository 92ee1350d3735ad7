package dev.causeway.routing.match;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.Termination;
import dev.causeway.routing.model.VirtualHost;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Hosts and paths that Routes may have, against any authority, target and SNI name. */
final class RouteIndexFuzzTest {
  private static final Pattern HOST =
      Pattern.compile("(?:\\*\\.)?[a-z0-9-]{1,63}(?:\\.[a-z0-9-]{1,63})*");
  private static final Pattern TARGET =
      Pattern.compile("(?i)(?:/.*|\\*|https?://[^/?]+(?:[/?].*)?)", Pattern.DOTALL);
  private static final int MOST_LINES = 64;

  /**
   * Lines such as {@code edge allow shop.test /cart} are rules, such as {@code > shop.test:80
   * /cart/1} requests.
   */
  @FuzzTest
  void agreesWithTheNaiveMatcher(byte[] data) {
    Map<String, Map<String, Rule>> rules = new LinkedHashMap<>();
    List<String[]> requests = new ArrayList<>();
    String text = new String(data, StandardCharsets.ISO_8859_1);
    text.lines()
        .limit(MOST_LINES)
        .map(line -> line.split(" ", 4))
        .forEach(
            words -> {
              if (words[0].equals(">") && words.length >= 3 && isTarget(words[2])) {
                requests.add(words);
              } else if (words.length == 4) {
                rule(words, rules);
              }
            });
    List<VirtualHost> hosts = new ArrayList<>();
    rules.forEach(
        (name, byPath) -> {
          VirtualHost host = Hosts.host(name, byPath.values().toArray(Rule[]::new));
          hosts.add(hosts.size() % 2 == 0 ? host : Hosts.withCertificate(host, "c"));
        });
    RouteIndex<String> atOnce = RouteIndex.<String>empty().with(hosts, List.of(), Hosts::plan);
    RouteIndex<String> oneByOne = RouteIndex.empty();
    for (VirtualHost host : hosts) {
      oneByOne = oneByOne.with(List.of(host), List.of(), Hosts::plan);
    }
    for (VirtualHost host : hosts) {
      oneByOne = oneByOne.with(List.of(), List.of(host.name()), Hosts::plan);
      oneByOne = oneByOne.with(List.of(host), List.of(), Hosts::plan);
    }
    NaiveMatcher naive = new NaiveMatcher(hosts);
    for (String[] request : requests) {
      expectAgreement(atOnce, naive, request[1], request[2]);
      expectAgreement(oneByOne, naive, request[1], request[2]);
    }
  }

  private static boolean isTarget(String text) {
    return TARGET.matcher(text).matches()
        && text.chars().noneMatch(c -> c <= ' ' || c == 0x7f || c == '#');
  }

  private static void rule(String[] words, Map<String, Map<String, Rule>> rules) {
    Termination termination = Termination.NONE;
    for (Termination each : Termination.values()) {
      termination = each.name().equalsIgnoreCase(words[0]) ? each : termination;
    }
    InsecurePolicy policy = InsecurePolicy.NONE;
    for (InsecurePolicy each : InsecurePolicy.values()) {
      boolean possible =
          termination != Termination.NONE
              && !(termination == Termination.PASSTHROUGH && each == InsecurePolicy.ALLOW);
      policy = possible && each.name().equalsIgnoreCase(words[1]) ? each : policy;
    }
    String path =
        new String(words[3].getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    if (termination == Termination.PASSTHROUGH) {
      path = "";
    }
    boolean possible =
        path.isEmpty()
            || (path.startsWith("/")
                && path.chars().noneMatch(c -> c == '?' || c == '#' || c <= ' ' || c == 0x7f));
    if (possible && HOST.matcher(words[2]).matches()) {
      Map<String, Rule> byPath = rules.computeIfAbsent(words[2], key -> new LinkedHashMap<>());
      byPath.putIfAbsent(path, Hosts.rule("r" + byPath.size(), path, termination, policy));
    }
  }

  private static void expectAgreement(
      RouteIndex<String> index, NaiveMatcher naive, String authority, String target) {
    for (boolean secure : new boolean[] {false, true}) {
      assertThat(Hosts.text(index.match(secure, authority, target)))
          .isEqualTo(naive.match(secure, authority, target));
    }
    assertThat(Hosts.text(index.sni(authority))).isEqualTo(naive.sni(authority));
  }
}
