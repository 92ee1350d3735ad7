package dev.causeway.routing.model;

import org.jspecify.annotations.Nullable;

/**
 * TLS towards clients, for a whole shard.
 *
 * @param profile versions, cipher suites and groups
 * @param clientAuth how clients prove who they are, or null where nobody asks
 */
public record TlsSettings(TlsProfile profile, @Nullable ClientAuth clientAuth) {
  /** What holds where nothing is said. */
  public static final TlsSettings DEFAULT = new TlsSettings(TlsProfile.INTERMEDIATE, null);
}
