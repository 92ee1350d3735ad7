package dev.causeway.router.exchange;

import java.util.List;
import java.util.Map;

/**
 * What a client's certificate comes to, where clients are asked for one; constant for the life of
 * the connection.
 *
 * @param permitted whether the subject is one that is let in (TLS-054)
 * @param headers names and values of the headers that tell endpoints (TLS-055), in order
 */
public record ClientCertificate(boolean permitted, List<Map.Entry<String, String>> headers) {
  /** Copies the list. */
  public ClientCertificate {
    headers = List.copyOf(headers);
  }
}
