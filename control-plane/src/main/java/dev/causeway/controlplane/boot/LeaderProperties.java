package dev.causeway.controlplane.boot;

import dev.causeway.controlplane.leader.LeaderTimes;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How leaders are elected, keys {@code causeway.leader.*}.
 *
 * @param leaseDuration how long a Lease holds without being renewed, whole seconds
 * @param renewDeadline how long a leader writes after its last renewal
 * @param retryPeriod how often a leader renews and others try
 */
@ConfigurationProperties("causeway.leader")
public record LeaderProperties(
    @DefaultValue("15s") Duration leaseDuration,
    @DefaultValue("10s") Duration renewDeadline,
    @DefaultValue("2s") Duration retryPeriod) {

  /** Returns the durations, checked. */
  LeaderTimes times() {
    try {
      return new LeaderTimes(leaseDuration, renewDeadline, retryPeriod);
    } catch (IllegalArgumentException e) {
      throw new StartupException(
          "causeway.leader.lease-duration, renew-deadline and retry-period do not fit together: "
              + e.getMessage(),
          e);
    }
  }
}
