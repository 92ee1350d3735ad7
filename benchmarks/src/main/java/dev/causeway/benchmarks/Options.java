package dev.causeway.benchmarks;

/**
 * Options of a comparison.
 *
 * @param rounds measured rounds, at least 1
 * @param warmUp rounds before that are not counted, at least 0
 * @param seconds length of one slice of load, seconds, at least 1
 */
record Options(int rounds, int warmUp, int seconds) {

  private static final Options DEFAULT = new Options(5, 2, 4);

  /**
   * Reads {@code --rounds N --warm-up N --seconds N}, each optional.
   *
   * @throws IllegalArgumentException if an argument is unknown or out of bounds
   */
  static Options parse(String[] arguments) {
    Options options = DEFAULT;
    for (int at = 0; at < arguments.length; at += 2) {
      String name = arguments[at];
      int value = number(name, at + 1 < arguments.length ? arguments[at + 1] : "");
      options =
          switch (name) {
            case "--rounds" -> new Options(Math.max(1, value), options.warmUp, options.seconds);
            case "--warm-up" -> new Options(options.rounds, value, options.seconds);
            case "--seconds" -> new Options(options.rounds, options.warmUp, Math.max(1, value));
            default ->
                throw new IllegalArgumentException(
                    "unknown argument " + name + "; known: --rounds, --warm-up, --seconds");
          };
    }
    return options;
  }

  private static int number(String name, String text) {
    try {
      int value = Integer.parseInt(text);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new IllegalArgumentException(name + " needs a number, not '" + text + "'");
  }
}
