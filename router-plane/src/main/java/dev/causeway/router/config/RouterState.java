package dev.causeway.router.config;

import dev.causeway.router.access.AccessLog;
import dev.causeway.router.health.HealthChecks;
import dev.causeway.router.limit.SourceTables;
import dev.causeway.routing.model.Settings;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What plans share and keep over commits.
 *
 * @param sources what sources use of Routes with limits
 * @param clock tells the time of day
 * @param checks told which endpoints to check
 * @param requests counts requests that get a unique id
 * @param accessLogs makes the access log that settings want, or null where they want none
 */
public record RouterState(
    SourceTables sources,
    Clock clock,
    HealthChecks checks,
    AtomicLong requests,
    Function<Settings, @Nullable AccessLog> accessLogs) {
  /** Creates the state of a router that starts. */
  public RouterState(
      SourceTables sources,
      Clock clock,
      HealthChecks checks,
      Function<Settings, @Nullable AccessLog> accessLogs) {
    this(sources, clock, checks, new AtomicLong(), accessLogs);
  }
}
