package dev.causeway.router.balance;

import dev.causeway.routing.model.EndpointSet;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The current endpoint sets by upstream name.
 *
 * <p>One thread at a time writes; any thread reads. An upstream that plans refer to keeps its
 * object for as long as the router runs, also while it has no endpoints, so that plans need no
 * compile when sets come and go.
 */
public final class EndpointDirectory {
  private final ConcurrentHashMap<String, LiveUpstream> upstreams = new ConcurrentHashMap<>();

  /** Returns the upstream of that name, without endpoints if none were announced yet. */
  public LiveUpstream upstream(String name) {
    return upstreams.computeIfAbsent(name, LiveUpstream::new);
  }

  /**
   * Applies endpoint sets.
   *
   * @param upserts sets that are new or differ
   * @param removedNames names of upstreams whose sets are gone
   */
  public void apply(Collection<EndpointSet> upserts, Collection<String> removedNames) {
    for (String name : removedNames) {
      LiveUpstream upstream = upstreams.get(name);
      if (upstream != null) {
        upstream.replace(null);
      }
    }
    for (EndpointSet set : upserts) {
      upstream(set.name()).replace(set);
    }
  }

  /** Returns how many of the current endpoints {@code condition} holds for; for observers. */
  public long count(Predicate<LiveEndpoint> condition) {
    return upstreams.values().stream()
        .flatMap(upstream -> upstream.endpoints().stream())
        .filter(condition)
        .count();
  }

  /**
   * Forgets an upstream that no plan of the active configuration refers to. Requests that started
   * with an older plan go on to its last endpoints.
   */
  public void forget(String name) {
    LiveUpstream gone = upstreams.remove(name);
    if (gone != null) {
      gone.retire();
    }
  }
}
