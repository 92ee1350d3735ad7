package dev.causeway.router.config;

import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.version.SnapshotId;
import java.util.Map;
import java.util.Set;

/**
 * The configuration to make active.
 *
 * @param offered id of what the control plane said
 * @param effective id of what serves; differs from {@code offered} exactly by rejections
 * @param effectiveConfigResources all resources of the config lane that serve; a read-only view
 *     that is only valid during the call
 * @param changed keys that are new or differ since the last view
 * @param removed keys that are gone since the last view
 * @param rejectedHosts names of virtual hosts without a usable version; they answer "configuration
 *     rejected"
 */
public record ConfigView(
    SnapshotId offered,
    SnapshotId effective,
    Map<ResourceKey, Resource> effectiveConfigResources,
    Set<ResourceKey> changed,
    Set<ResourceKey> removed,
    Set<String> rejectedHosts) {
  /** Copies the sets; the map stays a view because it is as large as the shard. */
  public ConfigView {
    changed = Set.copyOf(changed);
    removed = Set.copyOf(removed);
    rejectedHosts = Set.copyOf(rejectedHosts);
  }
}
