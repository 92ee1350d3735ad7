package dev.causeway.router.balance;

import dev.causeway.routing.model.Endpoint;
import dev.causeway.routing.model.EndpointSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The current endpoints of one upstream. Written by the configuration thread and by those who find
 * out which endpoints are up, read by any thread without locks.
 */
public final class LiveUpstream {
  private final String name;
  private final Set<Runnable> watchers = ConcurrentHashMap.newKeySet();
  private volatile Members members = Members.NONE;

  LiveUpstream(String name) {
    this.name = name;
  }

  /** Returns the name of the upstream. */
  public String name() {
    return name;
  }

  /** Returns the current endpoints. */
  public List<LiveEndpoint> endpoints() {
    return List.of(members.all());
  }

  /** Returns what there is now; another object once something changed. */
  Members members() {
    return members;
  }

  /** Runs {@code watcher} after every change, on whatever thread makes it, until it is removed. */
  void watch(Runnable watcher) {
    watchers.add(watcher);
  }

  void unwatch(Runnable watcher) {
    watchers.remove(watcher);
  }

  /** Takes notice that an endpoint went down or came up. */
  synchronized void refresh() {
    members = members.again();
    watchers.forEach(Runnable::run);
  }

  /** Returns the endpoint an affinity cookie names, or null if it is not in the set any more. */
  @Nullable LiveEndpoint held(long high, long low) {
    LiveEndpoint found = members.byAffinity().find(high, low);
    return found != null && found.isUsable() ? found : null;
  }

  /**
   * Notes that no plan made from now on refers to this upstream. Requests that started with an
   * older plan still find its last endpoints; connections to them are not kept.
   */
  void retire() {
    for (LiveEndpoint endpoint : members.all()) {
      endpoint.retireWithUpstream();
    }
  }

  /** Replaces the endpoints, keeping the objects of those that stay. */
  synchronized void replace(@Nullable EndpointSet set) {
    LiveEndpoint[] before = members.all();
    Map<Endpoint, LiveEndpoint> known = new HashMap<>(before.length * 2);
    for (LiveEndpoint endpoint : before) {
      known.put(endpoint.endpoint(), endpoint);
    }
    List<Endpoint> wanted = set == null ? List.of() : set.endpoints();
    LiveEndpoint[] after = new LiveEndpoint[wanted.size()];
    for (int i = 0; i < after.length; i++) {
      LiveEndpoint kept = known.remove(wanted.get(i));
      after[i] = kept != null ? kept : new LiveEndpoint(this, wanted.get(i));
    }
    if (!Arrays.equals(before, after)) {
      members = new Members(after);
    }
    // After publication: whoever still picks a retired endpoint sees that it is and picks again.
    known.values().forEach(LiveEndpoint::retire);
    watchers.forEach(Runnable::run);
  }
}
