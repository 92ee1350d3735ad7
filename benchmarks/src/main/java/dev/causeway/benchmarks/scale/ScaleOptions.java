package dev.causeway.benchmarks.scale;

import java.util.List;

/**
 * Options of a run.
 *
 * @param routes number of Routes, at least 1
 * @param services number of Services, at least 1
 * @param changes how many Routes, and how many endpoints, are changed one by one, at least 1
 */
record ScaleOptions(int routes, int services, int changes) {
  private static final ScaleOptions DEFAULT = new ScaleOptions(10_000, 2_000, 30);

  /**
   * Reads {@code --routes N --services N --changes N}, each optional.
   *
   * @throws IllegalArgumentException if an argument is unknown or out of bounds
   */
  static ScaleOptions parse(List<String> arguments) {
    ScaleOptions options = DEFAULT;
    for (int at = 0; at < arguments.size(); at += 2) {
      String name = arguments.get(at);
      int value = number(name, at + 1 < arguments.size() ? arguments.get(at + 1) : "");
      options =
          switch (name) {
            case "--routes" -> new ScaleOptions(value, options.services, options.changes);
            case "--services" -> new ScaleOptions(options.routes, value, options.changes);
            case "--changes" -> new ScaleOptions(options.routes, options.services, value);
            default ->
                throw new IllegalArgumentException(
                    "unknown argument " + name + "; known: --routes, --services, --changes");
          };
    }
    return options;
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
