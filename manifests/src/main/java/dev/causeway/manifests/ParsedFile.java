package dev.causeway.manifests;

import dev.causeway.routing.input.Input;
import java.util.List;
import java.util.Map;

/**
 * What one manifest file holds.
 *
 * @param source file path relative to the folder
 * @param objects usable objects in the order of the file
 * @param ingresses Ingresses and IngressClasses in the order of the file
 * @param problems what is wrong with the rest
 * @param ignored number of objects by kind that routing has no use for
 */
public record ParsedFile(
    String source,
    List<Input> objects,
    List<IngressObject> ingresses,
    List<ManifestProblem> problems,
    Map<String, Integer> ignored) {
  /** Copies the collections. */
  public ParsedFile {
    objects = List.copyOf(objects);
    ingresses = List.copyOf(ingresses);
    problems = List.copyOf(problems);
    ignored = Map.copyOf(ignored);
  }

  /** A file of which nothing can be used. */
  public ParsedFile(String source, ManifestProblem problem) {
    this(source, List.of(), List.of(), List.of(problem), Map.of());
  }

  /** Returns whether some document could not be used, so that objects may be missing. */
  public boolean incomplete() {
    return problems.stream().anyMatch(ManifestProblem::lost);
  }
}
