package dev.causeway.routing.model;

/**
 * Limits of a shard's routers beyond the timeouts of {@link Settings} itself.
 *
 * @param clientFinTimeoutMillis limit of silence once an endpoint has closed its half and its
 *     client has yet to do so (RO-003)
 * @param serverFinTimeoutMillis limit of silence once a client has closed its half and its endpoint
 *     has yet to do so (RO-005)
 * @param headerBufferBytes size of a head, what is added to it included (RO-014)
 * @param headerRewriteBytes part of it kept for what is added (RO-015)
 * @param maxConnections most client connections of one router (RO-012)
 */
public record Tuning(
    long clientFinTimeoutMillis,
    long serverFinTimeoutMillis,
    int headerBufferBytes,
    int headerRewriteBytes,
    int maxConnections) {
  /** OKD's defaults. */
  public static final Tuning DEFAULTS = new Tuning(1_000, 1_000, 32_768, 8_192, 50_000);

  /** Returns the largest head of a request, bytes (RO-035). */
  public int requestHeadBytes() {
    return headerBufferBytes - headerRewriteBytes;
  }
}
