package dev.causeway.controlplane.boot;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the role {@code cleanup} removes, keys {@code causeway.cleanup.*}.
 *
 * @param routes whether the entries of our shards are removed from the status of Routes; must be
 *     false where routers of others have the names of our shards
 * @param ingresses whether host names of routers are removed from the status of our Ingresses
 * @param deadline how long that may take, from 5 seconds to an hour
 */
@ConfigurationProperties("causeway.cleanup")
public record CleanupProperties(
    @DefaultValue("true") boolean routes,
    @DefaultValue("true") boolean ingresses,
    @DefaultValue("3m") Duration deadline) {
  /** Checks the bounds. */
  public CleanupProperties {
    if (deadline.compareTo(Duration.ofSeconds(5)) < 0
        || deadline.compareTo(Duration.ofHours(1)) > 0) {
      throw new StartupException("causeway.cleanup.deadline must be between 5s and 1h");
    }
  }
}
