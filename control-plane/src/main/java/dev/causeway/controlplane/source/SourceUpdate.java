package dev.causeway.controlplane.source;

import dev.causeway.manifests.ManifestProblem;
import dev.causeway.routing.input.InputChange;
import java.util.List;
import java.util.Map;

/**
 * What a source noticed since it last told.
 *
 * @param changes objects that appeared, changed or disappeared, in the order it happened
 * @param problems everything that is wrong now, not only what is new
 * @param ignored number of objects by kind that routing has no use for, now
 * @param files number of files that are read now
 */
public record SourceUpdate(
    List<InputChange> changes,
    List<ManifestProblem> problems,
    Map<String, Integer> ignored,
    int files) {
  /** Copies the collections. */
  public SourceUpdate {
    changes = List.copyOf(changes);
    problems = List.copyOf(problems);
    ignored = Map.copyOf(ignored);
  }
}
