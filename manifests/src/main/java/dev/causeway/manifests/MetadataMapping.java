package dev.causeway.manifests;

import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.Metadata;
import dev.causeway.routing.input.ObjectKey;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Identity and metadata of objects. */
final class MetadataMapping {
  private MetadataMapping() {}

  /**
   * Returns the identity of an object.
   *
   * @param fallback namespace where the manifest gives none; empty for cluster-scoped kinds, which
   *     have no namespace whatever is written
   */
  static ObjectKey key(InputKind kind, @Nullable ObjectMeta meta, String fallback) {
    String name = meta == null ? "" : text(meta.getName());
    if (name.isEmpty()) {
      throw new FieldException("metadata.name", "is required");
    }
    String namespace = fallback.isEmpty() || meta == null ? "" : text(meta.getNamespace());
    return new ObjectKey(kind, namespace.isEmpty() ? fallback : namespace, name);
  }

  static Metadata metadata(@Nullable ObjectMeta meta) {
    if (meta == null) {
      return Metadata.EMPTY;
    }
    Long generation = meta.getGeneration();
    return new Metadata(
        text(meta.getUid()),
        time(meta.getCreationTimestamp()),
        generation == null ? 0 : generation,
        texts(meta.getLabels()),
        texts(meta.getAnnotations()));
  }

  /** Returns the time that {@code text} gives in the form of RFC 3339, or null. */
  static @Nullable Instant time(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text.strip().replace(' ', 'T')).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  static String text(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }

  private static Map<String, String> texts(@Nullable Map<String, String> map) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (map != null) {
      map.forEach((key, value) -> texts.put(key, text(value)));
    }
    return texts;
  }
}
