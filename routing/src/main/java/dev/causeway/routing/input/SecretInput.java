package dev.causeway.routing.input;

import dev.causeway.routing.model.KeyMaterial;
import java.util.Map;

/**
 * A Secret.
 *
 * @param key identity
 * @param metadata metadata
 * @param origin where it was read from
 * @param type {@code type}, {@code Opaque} where absent
 * @param data decoded values by key
 * @param withheld why {@code data} is left out, as the end of a sentence that begins with the
 *     Secret; empty where it is not
 */
public record SecretInput(
    ObjectKey key,
    Metadata metadata,
    Origin origin,
    String type,
    Map<String, KeyMaterial> data,
    String withheld)
    implements Input {
  /** Copies the map. */
  public SecretInput {
    data = Map.copyOf(data);
  }

  /** A Secret whose data is not left out. */
  public SecretInput(
      ObjectKey key, Metadata metadata, Origin origin, String type, Map<String, KeyMaterial> data) {
    this(key, metadata, origin, type, data, "");
  }
}
