package dev.causeway.benchmarks.subject;

import java.nio.file.Path;
import java.util.List;

/**
 * Where a control plane reads objects.
 *
 * @param options options of its JVM
 * @param arguments its own arguments
 */
public record Source(List<String> options, List<String> arguments) {

  /** Copies the lists. */
  public Source {
    options = List.copyOf(options);
    arguments = List.copyOf(arguments);
  }

  /** Returns a folder of manifests. */
  public static Source folder(Path folder) {
    return new Source(List.of(), List.of("--causeway.source.folder=" + folder));
  }

  /** Returns the cluster that a kubeconfig names. */
  public static Source cluster(Path kubeconfig) {
    return new Source(
        List.of("-Dkubeconfig=" + kubeconfig), List.of("--causeway.source.kind=kubernetes"));
  }
}
