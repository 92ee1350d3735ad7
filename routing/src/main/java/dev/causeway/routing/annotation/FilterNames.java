package dev.causeway.routing.annotation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The list of filter names in {@code causeway.dev/filters}. */
final class FilterNames {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

  private FilterNames() {}

  /** Returns the names in order, or empty where an entry is no name or occurs twice. */
  static Optional<List<String>> parse(String text) {
    if (text.isBlank()) {
      return Optional.of(List.of());
    }
    List<String> names = new ArrayList<>();
    for (String entry : text.split(",", -1)) {
      String name = entry.strip();
      if (!NAME.matcher(name).matches() || names.contains(name)) {
        return Optional.empty();
      }
      names.add(name);
    }
    return Optional.of(names);
  }
}
