package dev.causeway.controlplane.status;

import java.time.Duration;
import java.util.Map;

/**
 * How status is written.
 *
 * @param routerNamePrefix stands before the shard's name in {@code routerName}; may be empty
 * @param canonicalHostnames canonical host names by shard, for shards that differ from {@code
 *     router-<shard>.<domain>}
 * @param parallelism writes in flight at a time, from 1 to 256
 * @param writesPerSecond bound of the rate of writes, at least 1
 * @param eventsPerSecond bound of the rate of Events, at least 1
 * @param contentionInterval how long writes rest that another writer contends (RT-087)
 * @param forbiddenRetry how long a namespace rests whose status may not be written
 */
public record StatusOptions(
    String routerNamePrefix,
    Map<String, String> canonicalHostnames,
    int parallelism,
    int writesPerSecond,
    int eventsPerSecond,
    Duration contentionInterval,
    Duration forbiddenRetry) {
  /** Checks the bounds. */
  public StatusOptions {
    canonicalHostnames = Map.copyOf(canonicalHostnames);
    if (parallelism < 1 || parallelism > 256) {
      throw new IllegalArgumentException("parallelism must be between 1 and 256");
    }
    if (writesPerSecond < 1 || eventsPerSecond < 1) {
      throw new IllegalArgumentException("rates must be at least 1 a second");
    }
  }

  /**
   * Returns the canonical host name of {@code shard}, whose ingress domain is {@code domain}; empty
   * where there is none.
   */
  public String canonicalHostname(String shard, String domain) {
    String canonical = canonicalHostnames.get(shard);
    if (canonical != null) {
      return canonical;
    }
    return domain.isEmpty() ? "" : "router-" + shard + "." + domain;
  }

  /** Returns the identity of {@code shard}, whose ingress domain is {@code domain}. */
  RouterIdentity identity(String shard, String domain) {
    return new RouterIdentity(routerNamePrefix + shard, canonicalHostname(shard, domain));
  }
}
