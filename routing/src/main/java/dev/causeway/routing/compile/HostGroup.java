package dev.causeway.routing.compile;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * All claims on hosts directly below one parent domain, oldest first.
 *
 * <p>Without a wildcard the hosts of a group do not influence each other; with one they do, and the
 * whole group is contested together.
 */
final class HostGroup {
  private final TreeSet<RouteState> all = new TreeSet<>(RouteState.OLDEST_FIRST);
  private final TreeSet<RouteState> wildcards = new TreeSet<>(RouteState.OLDEST_FIRST);
  private final Map<String, TreeSet<RouteState>> byHost = new HashMap<>();

  void add(RouteState state) {
    all.add(state);
    byHost
        .computeIfAbsent(state.claim().host(), host -> new TreeSet<>(RouteState.OLDEST_FIRST))
        .add(state);
    if (state.claim().wildcard()) {
      wildcards.add(state);
    }
  }

  void remove(RouteState state) {
    all.remove(state);
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

  boolean hasWildcards() {
    return !wildcards.isEmpty();
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
