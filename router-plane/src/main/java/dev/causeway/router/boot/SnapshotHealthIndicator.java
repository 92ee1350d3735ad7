package dev.causeway.router.boot;

import dev.causeway.router.sync.SyncStatus;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Up while the traffic listeners are open, which they are from the first activation on. A router
 * that has lost its control plane goes on serving and stays up.
 */
final class SnapshotHealthIndicator implements HealthIndicator {

  private final TrafficLifecycle traffic;
  private final SnapshotFollower follower;

  SnapshotHealthIndicator(TrafficLifecycle traffic, SnapshotFollower follower) {
    this.traffic = traffic;
    this.follower = follower;
  }

  @Override
  public Health health() {
    SyncStatus status = follower.status();
    Health.Builder health = traffic.isListening() ? Health.up() : Health.outOfService();
    return health
        .withDetail("origin", status.origin().name())
        .withDetail("connected", status.connected())
        .withDetail("effective", status.effective().text())
        .build();
  }
}
