package dev.causeway.routing.compile;

import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Resources that several hosts share: certificates, trust bundles, upstreams. Each lives as long as
 * somebody uses it.
 */
final class SharedResources {
  private final TrackedMap<ResourceKey, Resource> published;
  private final Map<String, Set<ResourceKey>> usedBy = new HashMap<>();
  private final Map<ResourceKey, Integer> uses = new HashMap<>();

  SharedResources(TrackedMap<ResourceKey, Resource> published) {
    this.published = published;
  }

  /** Replaces what {@code user} uses; an empty collection releases everything. */
  void use(String user, Collection<? extends Resource> resources) {
    Map<ResourceKey, Resource> now = new LinkedHashMap<>();
    resources.forEach(resource -> now.put(resource.key(), resource));
    Set<ResourceKey> before =
        now.isEmpty() ? usedBy.remove(user) : usedBy.put(user, Set.copyOf(now.keySet()));
    now.forEach(
        (key, resource) -> {
          if (uses.merge(key, 1, Integer::sum) == 1) {
            published.put(key, resource);
          }
        });
    release(before);
  }

  private void release(@Nullable Set<ResourceKey> keys) {
    if (keys == null) {
      return;
    }
    for (ResourceKey key : keys) {
      // Absent after the last release: merge removes what its function maps to null.
      if (uses.merge(key, -1, (count, minus) -> count == 1 ? null : count + minus) == null) {
        published.remove(key);
      }
    }
  }
}
