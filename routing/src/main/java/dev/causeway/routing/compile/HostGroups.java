package dev.causeway.routing.compile;

import dev.causeway.routing.admission.HostContest;
import dev.causeway.routing.admission.Rejection;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** All host groups, and which of them have to be contested again. */
final class HostGroups {
  private final Map<String, HostGroup> groups = new HashMap<>();
  private final Map<String, Set<String>> touchedHosts = new HashMap<>();
  private final Set<String> touchedWholly = new HashSet<>();
  private final Set<String> touchedWhileEntangled = new HashSet<>();
  private final Set<String> dirtyNames = new TreeSet<>();

  void add(RouteState state) {
    HostGroup group = groups.computeIfAbsent(state.claim().parent(), parent -> new HostGroup());
    group.add(state);
    touch(state, group.isEntangled());
  }

  void remove(RouteState state) {
    HostGroup group = groups.get(state.claim().parent());
    if (group != null) {
      touch(state, group.isEntangled());
      group.remove(state);
    }
  }

  private void touch(RouteState state, boolean entangled) {
    String parent = state.claim().parent();
    if (entangled) {
      touchedWhileEntangled.add(parent);
    }
    if (state.claim().wildcard()) {
      touchedWholly.add(parent);
    }
    touchedHosts.computeIfAbsent(parent, p -> new HashSet<>()).add(state.claim().host());
    dirtyNames.add(state.claim().servedName());
  }

  /** Marks the virtual host of {@code state} as to be built again; its claim stays as it is. */
  void rebuild(RouteState state) {
    dirtyNames.add(state.claim().servedName());
  }

  /** Marks every group as to be contested again. */
  void touchEverything() {
    groups.keySet().forEach(parent -> touchedHosts.computeIfAbsent(parent, p -> new HashSet<>()));
    touchedWholly.addAll(groups.keySet());
  }

  /**
   * Contests what was touched.
   *
   * @return names of virtual hosts that have to be built again
   */
  Set<String> contest(boolean interNamespace) {
    touchedHosts.forEach(
        (parent, hosts) -> {
          HostGroup group = groups.get(parent);
          if (group == null) {
            return;
          }
          boolean wholly =
              touchedWholly.contains(parent)
                  || (!interNamespace && touchedWhileEntangled.contains(parent))
                  || hosts.stream().anyMatch(group::isPlaceholder);
          if (wholly) {
            contest(group.all(), interNamespace);
          } else {
            hosts.forEach(host -> contest(group.ofHost(host), interNamespace));
          }
          if (group.isEmpty()) {
            groups.remove(parent);
          }
        });
    touchedHosts.clear();
    touchedWholly.clear();
    touchedWhileEntangled.clear();
    Set<String> dirty = new TreeSet<>(dirtyNames);
    dirtyNames.clear();
    return dirty;
  }

  private void contest(Collection<RouteState> oldestFirst, boolean interNamespace) {
    HostContest contest = new HostContest(interNamespace);
    for (RouteState state : oldestFirst) {
      Rejection refusal = contest.offer(state.claim());
      if (!Objects.equals(refusal, state.refusal())) {
        state.refusal(refusal);
        dirtyNames.add(state.claim().servedName());
      }
    }
  }

  /** Returns the claims behind a virtual host, oldest first. */
  List<RouteState> servedAs(String name) {
    HostGroup group = groups.get(name.substring(name.indexOf('.') + 1));
    if (name.indexOf('.') < 0) {
      group = groups.get("");
    }
    return group == null ? List.of() : group.servedAs(name);
  }
}
