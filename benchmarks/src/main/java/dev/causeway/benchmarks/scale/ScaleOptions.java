package dev.causeway.benchmarks.scale;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Options of a run.
 *
 * @param routes number of Routes, at least 1
 * @param services number of Services, at least 1
 * @param changes how many Routes, and how many endpoints, are changed one by one, at least 1
 * @param kubeconfig names the cluster that everything is applied to, with an administrator; without
 *     one, everything is in a folder
 */
record ScaleOptions(int routes, int services, int changes, @Nullable Path kubeconfig) {
  private static final ScaleOptions DEFAULT = new ScaleOptions(10_000, 2_000, 30, null);

  /**
   * Reads {@code --routes N --services N --changes N --kubeconfig FILE}, each optional.
   *
   * @throws IllegalArgumentException if an argument is unknown or out of bounds
   */
  static ScaleOptions parse(List<String> arguments) {
    ScaleOptions options = DEFAULT;
    for (int at = 0; at < arguments.size(); at += 2) {
      String name = arguments.get(at);
      options = options.with(name, at + 1 < arguments.size() ? arguments.get(at + 1) : "");
    }
    return options;
  }

  private ScaleOptions with(String name, String value) {
    return switch (name) {
      case "--routes" -> new ScaleOptions(number(name, value), services, changes, kubeconfig);
      case "--services" -> new ScaleOptions(routes, number(name, value), changes, kubeconfig);
      case "--changes" -> new ScaleOptions(routes, services, number(name, value), kubeconfig);
      case "--kubeconfig" -> new ScaleOptions(routes, services, changes, file(name, value));
      default ->
          throw new IllegalArgumentException(
              "unknown argument "
                  + name
                  + "; known: --routes, --services, --changes, --kubeconfig");
    };
  }

  private static Path file(String name, String text) {
    if (text.isEmpty() || !Files.isRegularFile(Path.of(text))) {
      throw new IllegalArgumentException(name + " needs a file, not '" + text + "'");
    }
    return Path.of(text);
  }

  private static int number(String name, String text) {
    try {
      int value = Integer.parseInt(text);
      if (value > 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new IllegalArgumentException(name + " needs a number above 0, not '" + text + "'");
  }
}
