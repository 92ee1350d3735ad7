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
 */
public record SecretInput(
    ObjectKey key, Metadata metadata, Origin origin, String type, Map<String, KeyMaterial> data)
    implements Input {
  /** Copies the map. */
  public SecretInput {
    data = Map.copyOf(data);
  }
}
