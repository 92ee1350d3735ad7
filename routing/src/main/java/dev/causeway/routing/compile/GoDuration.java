package dev.causeway.routing.compile;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations of Kubernetes objects in Go's syntax: {@code 1h30m}, {@code 1.5s}, {@code 0}. */
final class GoDuration {
  /** About 24.8 days; longer durations are cut to it (RO-028). */
  private static final BigDecimal MOST_MILLIS = BigDecimal.valueOf(Integer.MAX_VALUE);

  private static final Pattern TERM =
      Pattern.compile("([0-9]+\\.?[0-9]*|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)");

  private GoDuration() {}

  /**
   * Returns milliseconds, rounded up, or empty where {@code text} is no duration. Negative
   * durations are 0.
   */
  static Optional<Long> millis(String text) {
    boolean negative = text.startsWith("-");
    String rest = negative || text.startsWith("+") ? text.substring(1) : text;
    if (rest.equals("0")) {
      return Optional.of(0L);
    }
    Matcher term = TERM.matcher(rest);
    BigDecimal sum = BigDecimal.ZERO;
    int at = 0;
    while (at < rest.length()) {
      if (!term.region(at, rest.length()).lookingAt()) {
        return Optional.empty();
      }
      sum = sum.add(new BigDecimal(term.group(1)).multiply(unit(term.group(2))));
      at = term.end();
    }
    if (rest.isEmpty()) {
      return Optional.empty();
    }
    BigDecimal millis = sum.setScale(0, RoundingMode.CEILING).min(MOST_MILLIS);
    return Optional.of(negative ? 0L : millis.longValueExact());
  }

  private static BigDecimal unit(String name) {
    return switch (name) {
      case "ns" -> new BigDecimal("0.000001");
      case "ms" -> BigDecimal.ONE;
      case "s" -> BigDecimal.valueOf(1_000);
      case "m" -> BigDecimal.valueOf(60_000);
      case "h" -> BigDecimal.valueOf(3_600_000);
      default -> new BigDecimal("0.001");
    };
  }
}
