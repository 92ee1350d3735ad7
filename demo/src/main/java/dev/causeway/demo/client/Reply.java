package dev.causeway.demo.client;

import java.util.Map;
import java.util.Optional;

/**
 * A complete answer.
 *
 * @param status HTTP status
 * @param headers by lower-case name; of several values the last
 * @param body body as UTF-8 text
 */
public record Reply(int status, Map<String, String> headers, String body) {
  /** Copies the headers. */
  public Reply {
    headers = Map.copyOf(headers);
  }

  /** Returns a header by its lower-case name. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** Returns the demo origin that answered, empty if none did. */
  public String origin() {
    return headers.getOrDefault("x-origin", "");
  }
}
