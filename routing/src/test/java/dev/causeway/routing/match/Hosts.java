package dev.causeway.routing.match;

import dev.causeway.routing.model.Balance;
import dev.causeway.routing.model.ForwardedPolicy;
import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.RouteRef;
import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.RulePolicies;
import dev.causeway.routing.model.Termination;
import dev.causeway.routing.model.VirtualHost;
import dev.causeway.routing.model.WeightedUpstream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Writes virtual hosts down in one line each. */
final class Hosts {
  private static final RulePolicies POLICIES =
      RulePolicies.basic(30_000, 3_600_000, Balance.RANDOM, ForwardedPolicy.APPEND);

  private Hosts() {}

  static VirtualHost host(String name, Rule... rules) {
    List<Rule> ordered = new ArrayList<>(Arrays.asList(rules));
    ordered.sort(
        Comparator.comparingInt((Rule rule) -> -rule.path().length()).thenComparing(Rule::path));
    return new VirtualHost("default", name, "shop", ordered, List.of());
  }

  static VirtualHost withCertificate(VirtualHost host, String certificate) {
    return new VirtualHost(
        host.shard(), host.name(), host.ownerNamespace(), host.rules(), List.of(certificate));
  }

  static Rule plain(String name, String path) {
    return rule(name, path, Termination.NONE, InsecurePolicy.NONE);
  }

  static Rule edge(String name, String path, InsecurePolicy policy) {
    return rule(name, path, Termination.EDGE, policy);
  }

  static Rule rule(String name, String path, Termination termination, InsecurePolicy policy) {
    return new Rule(
        new RouteRef("shop", name),
        path,
        termination,
        policy,
        List.of(new WeightedUpstream("shop/" + name + ":*", 100)),
        POLICIES,
        List.of(),
        List.of());
  }

  static RouteIndex<String> index(VirtualHost... hosts) {
    return RouteIndex.<String>empty().with(List.of(hosts), List.of(), Hosts::plan);
  }

  static String plan(VirtualHost host, Rule rule) {
    return host.name() + "#" + rule.route().name();
  }

  /**
   * Returns the answer as text: {@code none}, {@code rejected}, {@code plan} or {@code 302 plan}.
   */
  static String text(Match<String> match) {
    return switch (match) {
      case Match.NoRoute<String> none -> "none";
      case Match.HostRejected<String> rejected -> "rejected " + rejected.host();
      case Match.Proxy<String> proxy -> proxy.plan();
      case Match.Redirect<String> redirect -> "302 " + redirect.plan();
    };
  }

  static String text(SniMatch<String> match) {
    return switch (match) {
      case SniMatch.Passthrough<String> passthrough -> "relay " + passthrough.plan();
      case SniMatch.Terminate<String>(VirtualHost host) ->
          host == null ? "default" : "certificates " + host.name();
    };
  }
}
