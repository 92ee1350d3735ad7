package dev.causeway.router.config;

import dev.causeway.router.health.HealthChecks;
import dev.causeway.router.limit.SourceTables;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What plans share and keep over commits.
 *
 * @param sources what sources use of Routes with limits
 * @param clock tells the time of day
 * @param checks told which endpoints to check
 * @param requests counts requests that get a unique id
 */
public record RouterState(
    SourceTables sources, Clock clock, HealthChecks checks, AtomicLong requests) {
  /** Creates the state of a router that starts. */
  public RouterState(SourceTables sources, Clock clock, HealthChecks checks) {
    this(sources, clock, checks, new AtomicLong());
  }
}
