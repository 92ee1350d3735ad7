package dev.causeway.routing.annotation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One annotation that Causeway acts on.
 *
 * @param <T> type of the parsed value
 * @param key annotation key
 * @param aliases older keys, read in order where {@code key} is absent or empty
 * @param parser typed value of a text, empty where the text is wrong
 * @param accepted what the parser accepts, for people
 * @param defaultText what holds where the annotation is absent, for people
 * @param onBadValue what a wrong value does
 * @param doc one line of reference documentation
 */
public record AnnotationSpec<T>(
    String key,
    List<String> aliases,
    Function<String, Optional<T>> parser,
    String accepted,
    String defaultText,
    OnBadValue onBadValue,
    String doc) {
  /** Copies the list. */
  public AnnotationSpec {
    aliases = List.copyOf(aliases);
  }

  /** What a value that the parser refuses does to the Route. */
  public enum OnBadValue {
    /** The value counts as absent and a notice says so (AN-001). */
    USE_DEFAULT,
    /** The Route is rejected: serving it without the annotation would be unsafe. */
    REJECT
  }

  /** The annotation as it stands on a Route: the key that was used and its text. */
  record Written(String key, String text) {}

  Optional<Written> find(Map<String, String> annotations) {
    Optional<Written> written = at(key, annotations);
    for (String alias : aliases) {
      if (written.isPresent() && !written.get().text().isEmpty()) {
        break;
      }
      Optional<Written> aliased = at(alias, annotations);
      written = aliased.isPresent() ? aliased : written;
    }
    return written;
  }

  private static Optional<Written> at(String key, Map<String, String> annotations) {
    return Optional.ofNullable(annotations.get(key)).map(text -> new Written(key, text));
  }
}
