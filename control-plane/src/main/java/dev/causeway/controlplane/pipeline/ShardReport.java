package dev.causeway.controlplane.pipeline;

import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.admission.Verdict;
import dev.causeway.routing.input.ObjectKey;
import java.util.List;
import java.util.Map;

/**
 * What a shard decided about its Routes.
 *
 * @param admitted number of admitted Routes
 * @param rejected verdicts of the others, by Route
 * @param notices remarks by object; objects without any are absent
 */
public record ShardReport(
    int admitted, Map<ObjectKey, Verdict> rejected, Map<ObjectKey, List<Notice>> notices) {
  /** A shard without Routes. */
  public static final ShardReport EMPTY = new ShardReport(0, Map.of(), Map.of());

  /** Copies the maps. */
  public ShardReport {
    rejected = Map.copyOf(rejected);
    notices = Map.copyOf(notices);
  }
}
