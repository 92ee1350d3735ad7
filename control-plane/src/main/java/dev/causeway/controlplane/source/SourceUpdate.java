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
 * @param files number of files that are read now; 0 where there are none
 * @param versions highest resource version seen by kind; empty where objects have none
 */
public record SourceUpdate(
    List<InputChange> changes,
    List<ManifestProblem> problems,
    Map<String, Integer> ignored,
    int files,
    Map<String, Long> versions) {
  /** Copies the collections. */
  public SourceUpdate {
    changes = List.copyOf(changes);
    problems = List.copyOf(problems);
    ignored = Map.copyOf(ignored);
    versions = Map.copyOf(versions);
  }

  /** What a source of objects without versions noticed. */
  public SourceUpdate(
      List<InputChange> changes,
      List<ManifestProblem> problems,
      Map<String, Integer> ignored,
      int files) {
    this(changes, problems, ignored, files, Map.of());
  }
}
