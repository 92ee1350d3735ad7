package dev.causeway.routing.compile;

import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.admission.Verdict;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one compile round changed, relative to the round before.
 *
 * @param upserts resources that are new or differ, of both lanes
 * @param removals resources that are gone
 * @param verdicts verdicts that are new or differ, by Route
 * @param forgotten Routes that have no verdict any more: deleted, or no longer selected
 * @param notices current notices of every object whose notices changed; an empty list clears them
 */
public record CompileUpdate(
    List<Resource> upserts,
    Set<ResourceKey> removals,
    Map<ObjectKey, Verdict> verdicts,
    Set<ObjectKey> forgotten,
    Map<ObjectKey, List<Notice>> notices) {
  /** Copies all collections. */
  public CompileUpdate {
    upserts = List.copyOf(upserts);
    removals = Set.copyOf(removals);
    verdicts = Map.copyOf(verdicts);
    forgotten = Set.copyOf(forgotten);
    notices = Map.copyOf(notices);
  }

  /** Returns whether the round changed no resource. */
  public boolean leavesResourcesUnchanged() {
    return upserts.isEmpty() && removals.isEmpty();
  }
}
