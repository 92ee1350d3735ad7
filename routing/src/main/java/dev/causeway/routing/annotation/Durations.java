package dev.causeway.routing.annotation;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Time values of annotations (AN-003). */
public final class Durations {
  /** About 24.8 days; longer values are cut to it. */
  static final long MAX_MILLIS = 2_147_483_647L;

  private static final Pattern FORM = Pattern.compile("([1-9][0-9]*)(us|ms|s|m|h|d)?");

  private Durations() {}

  /** Returns milliseconds, at least 1, or empty where {@code text} is no time value. */
  public static Optional<Long> millis(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    String unit = form.group(2) == null ? "ms" : form.group(2);
    BigInteger micros = new BigInteger(form.group(1)).multiply(BigInteger.valueOf(micros(unit)));
    BigInteger millis = micros.add(BigInteger.valueOf(999)).divide(BigInteger.valueOf(1_000));
    return Optional.of(millis.min(BigInteger.valueOf(MAX_MILLIS)).longValueExact());
  }

  private static long micros(String unit) {
    return switch (unit) {
      case "us" -> 1;
      case "ms" -> 1_000;
      case "s" -> 1_000_000;
      case "m" -> 60_000_000;
      case "h" -> 3_600_000_000L;
      case "d" -> 86_400_000_000L;
      default -> throw new IllegalArgumentException("the pattern allows no unit " + unit);
    };
  }
}
