package dev.causeway.routing.input;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of object metadata that decides routing.
 *
 * @param uid UID, possibly empty in a folder
 * @param creationTimestamp creation time, or null where the manifest gives none; such objects count
 *     as younger than all others
 * @param generation generation, 0 where unknown
 * @param labels labels
 * @param annotations annotations
 */
public record Metadata(
    String uid,
    @Nullable Instant creationTimestamp,
    long generation,
    Map<String, String> labels,
    Map<String, String> annotations) {
  /** Metadata without any content. */
  public static final Metadata EMPTY = new Metadata("", null, 0, Map.of(), Map.of());

  /** Copies the maps. */
  public Metadata {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }
}
