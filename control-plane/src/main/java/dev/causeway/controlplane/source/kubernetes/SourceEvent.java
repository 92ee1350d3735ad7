package dev.causeway.controlplane.source.kubernetes;

import dev.causeway.manifests.ReadObject;
import dev.causeway.routing.input.ObjectKey;
import org.jspecify.annotations.Nullable;

/** What the thread of the source hears from those of the client. */
sealed interface SourceEvent {
  /**
   * An object appeared or changed.
   *
   * @param key identity
   * @param object what it says
   * @param version its resource version, 0 if that is no number
   */
  record Arrived(ObjectKey key, ReadObject object, long version) implements SourceEvent {}

  /**
   * A Secret appeared or changed whose data was let go, because nothing referred to it then.
   *
   * @param key identity
   * @param version its resource version
   */
  record LetGo(ObjectKey key, long version) implements SourceEvent {}

  /**
   * An object disappeared.
   *
   * @param key identity
   * @param version resource version of its end, or the last known one if the end was missed
   */
  record Gone(ObjectKey key, long version) implements SourceEvent {}

  /**
   * A watch has told of everything there is.
   *
   * @param watch the watch
   */
  record Listed(ObjectWatch watch) implements SourceEvent {}

  /** Something is not as it was; it is time to look. */
  record Stirred() implements SourceEvent {}

  /**
   * The answer to a question about a Secret.
   *
   * @param key identity
   * @param access whether Routes may use it, or null if that was not asked
   * @param content the Secret, or null if there is none or it was not asked for
   * @param failure why there is no answer, or empty
   */
  record Answered(
      ObjectKey key, @Nullable Boolean access, @Nullable Arrived content, String failure)
      implements SourceEvent {}
}
