package dev.causeway.routing.input;

import java.util.Map;

/**
 * A ConfigMap, of which only bundles of certificate authorities are read.
 *
 * @param key identity
 * @param metadata metadata
 * @param origin where it was read from
 * @param data values by key, as far as they are read
 */
public record ConfigMapInput(
    ObjectKey key, Metadata metadata, Origin origin, Map<String, String> data) implements Input {
  /** The key under which a bundle of authorities stands (TLS-050). */
  public static final String CA_BUNDLE = "ca-bundle.pem";

  /** Copies the map. */
  public ConfigMapInput {
    data = Map.copyOf(data);
  }
}
