package dev.causeway.benchmarks.attack;

import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Options of a run.
 *
 * @param seconds length of one turn with or without an attack, seconds, at least 1
 * @param turns how often the bystander is measured alone and under the attack, at least 1; a p99 of
 *     few requests is luck
 * @param rate requests of the bystander a second, at least 1
 * @param only names of the attacks, none for all
 * @param tools whether slowhttptest and testssl.sh are used where they are installed
 * @param write whether the results replace those in {@code docs/security.md}
 */
record AttackOptions(
    int seconds, int turns, int rate, Set<String> only, boolean tools, boolean write) {
  static final String HELP =
      """
      Usage: ./causeway attack [--seconds N] [--turns N] [--rate N] [--only NAME,...] [--no-tools]
                             [--write]

        --seconds N      length of each turn with an attack or without it (default 10)
        --turns N        turns of each; p99 needs many requests to say something (default 3)
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
    int seconds = 10;
    int turns = 3;
    int rate = 100;
    Set<String> only = Set.of();
    boolean tools = true;
    boolean write = false;
    for (Iterator<String> left = arguments.iterator(); left.hasNext(); ) {
      String name = left.next();
      switch (name) {
        case "--seconds" -> seconds = number(name, left);
        case "--turns" -> turns = number(name, left);
        case "--rate" -> rate = number(name, left);
        case "--only" -> only = Set.of(value(name, left).split(",", -1));
        case "--no-tools" -> tools = false;
        case "--write" -> write = true;
        default -> throw new IllegalArgumentException("unknown argument " + name);
      }
    }
    return new AttackOptions(seconds, turns, rate, only, tools, write);
  }

  private static String value(String name, Iterator<String> left) {
    if (!left.hasNext()) {
      throw new IllegalArgumentException(name + " needs a value");
    }
    return left.next();
  }

  /** Returns whether something of this name is to run. */
  boolean wants(String name) {
    return only.isEmpty() || only.contains(name);
  }

  private static int number(String name, Iterator<String> left) {
    String text = value(name, left);
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
