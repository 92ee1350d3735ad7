package dev.causeway.routing.version;

import dev.causeway.routing.model.ResourceKey;
import java.util.List;

/**
 * What leads from one inventory to another, sorted by kind and name so that equal changes are
 * equal.
 *
 * @param upserts keys that are new or have another version
 * @param removals keys that are gone
 */
public record Changes(List<ResourceKey> upserts, List<ResourceKey> removals) {
  /** Sorts both lists. */
  public Changes {
    upserts = upserts.stream().sorted().toList();
    removals = removals.stream().sorted().toList();
  }

  /** Returns whether nothing differs. */
  public boolean isEmpty() {
    return upserts.isEmpty() && removals.isEmpty();
  }
}
