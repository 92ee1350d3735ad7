package dev.causeway.manifests;

import dev.causeway.routing.input.Input;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one object of a cluster says.
 *
 * @param input the object, or null where it could not be used
 * @param problems what is wrong with it
 */
public record ReadObject(@Nullable Input input, List<ManifestProblem> problems) {
  /** Copies the list. */
  public ReadObject {
    problems = List.copyOf(problems);
  }
}
