package dev.causeway.routing.admission;

import dev.causeway.routing.input.Input;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.input.Origin;

/**
 * A remark about an object that is served all the same: a value that was ignored and the default
 * that stands in for it, a missing certificate, a field this version does not act on.
 *
 * @param object the object
 * @param origin where the object was read from
 * @param field path of the field, for example {@code metadata.annotations[...]}
 * @param message sentence for people, naming the remedy
 */
public record Notice(ObjectKey object, Origin origin, String field, String message) {
  /** Returns a remark about {@code object}, which was read from where it says. */
  public static Notice about(Input object, String field, String message) {
    return new Notice(object.key(), object.origin(), field, message);
  }
}
