package dev.causeway.routing.annotation;

import java.util.Optional;
import java.util.regex.Pattern;

/** The value of {@code Strict-Transport-Security} (TLS-059). */
final class HstsHeader {
  /** Repetitions are possessive: others take a stack that grows with the text. */
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(?:includeSubDomains|preload)[ \\t]*;[ \\t]*)*+"
              + "max-age[ \\t]*=[ \\t]*(?:[0-9]+|\"[0-9]+\")"
              + "(?:[ \\t]*;[ \\t]*(?:includeSubDomains|preload))*+",
          Pattern.CASE_INSENSITIVE);

  private HstsHeader() {}

  /** Returns {@code text} where it is well formed; line breaks never are. */
  static Optional<String> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(text) : Optional.empty();
  }
}
