package dev.causeway.router.boot;

import dev.causeway.router.config.ConfigActivator;
import dev.causeway.router.config.PlanOptions;
import dev.causeway.router.sync.SnapshotClient;
import dev.causeway.router.sync.SyncOptions;
import dev.causeway.router.sync.TlsFiles;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the snapshot stream and what the management port says about it. */
@Configuration(proxyBeanMethods = false)
class SyncConfiguration {

  private static final Logger log = LoggerFactory.getLogger(SyncConfiguration.class);

  @Bean
  SnapshotFollower snapshotFollower(
      ControlPlaneProperties controlPlane,
      RouterProperties router,
      ConfigActivator activator,
      PlanOptions options,
      Clock clock) {
    TlsFiles tls = controlPlane.tls();
    if (controlPlane.targets().isEmpty() || tls == null) {
      log.warn("There is no control plane to follow: causeway.control-plane.targets is empty");
      return new SnapshotFollower(null);
    }
    SyncOptions sync =
        new SyncOptions(
            controlPlane.parsedTargets(),
            router.name(),
            router.shard(),
            build(),
            options.features(),
            tls,
            router.lastKnownGood(),
            SyncOptions.Backoff.DEFAULT);
    try {
      return new SnapshotFollower(new SnapshotClient(sync, activator, clock, status -> {}));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "causeway.control-plane.tls cannot be used: " + e.getMessage(), e);
    }
  }

  private static String build() {
    @Nullable String version = SyncConfiguration.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Bean
  SnapshotEndpoint snapshotEndpoint(
      SnapshotFollower follower, RouterProperties properties, Clock clock) {
    return new SnapshotEndpoint(follower, properties, clock);
  }

  @Bean
  SnapshotMeters snapshotMeters(SnapshotFollower follower, Clock clock) {
    return new SnapshotMeters(follower, clock);
  }

  @Bean
  SnapshotHealthIndicator snapshotHealthIndicator(
      TrafficLifecycle traffic, SnapshotFollower follower) {
    return new SnapshotHealthIndicator(traffic, follower);
  }
}
