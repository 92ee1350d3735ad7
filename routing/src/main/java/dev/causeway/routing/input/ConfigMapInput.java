package dev.causeway.routing.input;

import java.util.Map;
import java.util.Set;

/**
 * A ConfigMap, of which only the keys that something can mean are read.
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

  /** The key under which the authorities of Services stand (TLS-034). */
  public static final String SERVICE_CA = "service-ca.crt";

  /** The key under which the page for 503 stands (RO-081). */
  public static final String UNAVAILABLE_PAGE = "error-page-503.http";

  /** The key under which the page for 404 stands (RO-081). */
  public static final String NOT_FOUND_PAGE = "error-page-404.http";

  /** Every key that is read. */
  public static final Set<String> KEYS =
      Set.of(CA_BUNDLE, SERVICE_CA, UNAVAILABLE_PAGE, NOT_FOUND_PAGE);

  /** Copies the map. */
  public ConfigMapInput {
    data = Map.copyOf(data);
  }
}
