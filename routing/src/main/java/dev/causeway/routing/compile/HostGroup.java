package dev.causeway.routing.compile;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * All claims on hosts directly below one parent domain, oldest first.
 *
 * <p>Without a wildcard the hosts of a group do not influence each other. With one they do where
 * namespaces exclude each other, and where the wildcard was written with the host as placeholder.
 */
final class HostGroup {
  private final TreeSet<RouteState> all = new TreeSet<>(RouteState.OLDEST_FIRST);
  private final TreeSet<RouteState> wildcards = new TreeSet<>(RouteState.OLDEST_FIRST);
  private final Map<String, TreeSet<RouteState>> byHost = new HashMap<>();
  private final Map<String, Integer> byNamespace = new HashMap<>();

  void add(RouteState state) {
    all.add(state);
    byNamespace.merge(namespace(state), 1, Integer::sum);
    byHost
        .computeIfAbsent(state.claim().host(), host -> new TreeSet<>(RouteState.OLDEST_FIRST))
        .add(state);
    if (state.claim().wildcard()) {
      wildcards.add(state);
    }
  }

  void remove(RouteState state) {
    all.remove(state);
    byNamespace.computeIfPresent(namespace(state), (n, count) -> count == 1 ? null : count - 1);
    String host = state.claim().host();
    TreeSet<RouteState> ofHost = byHost.get(host);
    if (ofHost != null && ofHost.remove(state) && ofHost.isEmpty()) {
      byHost.remove(host);
    }
    wildcards.remove(state);
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  /** Returns whether claims on different hosts may exclude each other under Strict (HO-018). */
  boolean isEntangled() {
    return !wildcards.isEmpty() && byNamespace.size() > 1;
  }

  /** Returns whether a wildcard was written with {@code host} as its placeholder (HO-014). */
  boolean isPlaceholder(String host) {
    return !wildcards.isEmpty()
        && ofHost(host).stream().anyMatch(state -> state.claim().wildcard());
  }

  private static String namespace(RouteState state) {
    return state.claim().route().key().namespace();
  }

  SortedSet<RouteState> all() {
    return all;
  }

  SortedSet<RouteState> ofHost(String host) {
    TreeSet<RouteState> states = byHost.get(host);
    return states == null ? new TreeSet<>(RouteState.OLDEST_FIRST) : states;
  }

  /** Returns the claims that one virtual host is made of, oldest first. */
  List<RouteState> servedAs(String name) {
    return name.startsWith("*.")
        ? List.copyOf(wildcards)
        : ofHost(name).stream().filter(state -> !state.claim().wildcard()).toList();
  }
}
