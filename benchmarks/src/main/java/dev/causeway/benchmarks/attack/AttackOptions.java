package dev.causeway.benchmarks.attack;

import java.util.List;
import java.util.Set;

/**
 * Options of a run.
 *
 * @param seconds length of one turn with or without an attack, seconds, at least 1
 * @param rate requests of the bystander a second, at least 1
 * @param only names of the attacks, none for all
 * @param tools whether slowhttptest and testssl.sh are used where they are installed
 * @param write whether the results replace those in {@code docs/security.md}
 */
record AttackOptions(int seconds, int rate, Set<String> only, boolean tools, boolean write) {
  static final String HELP =
      """
      Usage: ./causeway attack [--seconds N] [--rate N] [--only NAME,...] [--no-tools] [--write]

        --seconds N      length of each turn with an attack and without it, three each (default 10)
        --rate N         requests of the bystander a second (default 100)
        --only NAME,...  these attacks only; "tls" is testssl.sh
        --no-tools       without slowhttptest and testssl.sh, even if they are installed
        --write          replace the results in docs/security.md

      Everything runs on loopback. The status is 0 only if no request of the bystander failed.
      """;

  /** Copies the set. */
  AttackOptions {
    only = Set.copyOf(only);
  }

  /**
   * Reads arguments.
   *
   * @throws IllegalArgumentException if one is unknown or out of bounds
   */
  static AttackOptions parse(List<String> arguments) {
    AttackOptions options = new AttackOptions(10, 100, Set.of(), true, false);
    for (int at = 0; at < arguments.size(); at++) {
      String name = arguments.get(at);
      String value = at + 1 < arguments.size() ? arguments.get(at + 1) : "";
      options =
          switch (name) {
            case "--seconds" ->
                new AttackOptions(
                    number(name, value), options.rate, options.only, options.tools, options.write);
            case "--rate" ->
                new AttackOptions(
                    options.seconds,
                    number(name, value),
                    options.only,
                    options.tools,
                    options.write);
            case "--only" ->
                new AttackOptions(
                    options.seconds,
                    options.rate,
                    Set.of(value.split(",", -1)),
                    options.tools,
                    options.write);
            case "--no-tools" ->
                new AttackOptions(
                    options.seconds, options.rate, options.only, false, options.write);
            case "--write" ->
                new AttackOptions(options.seconds, options.rate, options.only, options.tools, true);
            default -> throw new IllegalArgumentException("unknown argument " + name);
          };
      at += name.equals("--no-tools") || name.equals("--write") ? 0 : 1;
    }
    return options;
  }

  /** Returns whether something of this name is to run. */
  boolean wants(String name) {
    return only.isEmpty() || only.contains(name);
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
