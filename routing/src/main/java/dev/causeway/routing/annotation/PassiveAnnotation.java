package dev.causeway.routing.annotation;

/**
 * A known annotation that this version does not act on.
 *
 * @param key annotation key
 * @param effect what it does
 * @param protects whether leaving it out exposes the Route more than its author meant
 */
public record PassiveAnnotation(String key, String effect, boolean protects) {
  /** Returns the sentence for a notice. */
  String notice() {
    return protects
        ? "not enforced by this version: "
            + effect
            + ". The Route is served WITHOUT this protection; protect it by other means or remove"
            + " the Route"
        : "has no effect in this version: " + effect;
  }
}
