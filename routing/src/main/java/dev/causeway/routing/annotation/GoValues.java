package dev.causeway.routing.annotation;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/** Booleans and integers of annotations in Go's syntax (AN-002, AN-004). */
final class GoValues {
  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");

  private GoValues() {}

  /** Returns the boolean, or empty where {@code text} is none, which counts as false. */
  static Optional<Boolean> bool(String text) {
    return switch (text) {
      case "1", "t", "T", "TRUE", "true", "True" -> Optional.of(true);
      case "0", "f", "F", "FALSE", "false", "False" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  /** Returns the integer, cut to 32 bits, or empty where {@code text} is none of 64 bits. */
  static Optional<Integer> integer(String text) {
    if (!INTEGER.matcher(text).matches()) {
      return Optional.empty();
    }
    BigInteger value = new BigInteger(text);
    return value.bitLength() > 63
        ? Optional.empty()
        : Optional.of(Math.clamp(value.longValueExact(), Integer.MIN_VALUE, Integer.MAX_VALUE));
  }
}
