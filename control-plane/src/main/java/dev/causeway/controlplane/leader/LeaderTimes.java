package dev.causeway.controlplane.leader;

import java.time.Duration;

/**
 * Durations of an election.
 *
 * @param lease how long a Lease holds without being renewed, whole seconds, at least one; how long
 *     a leader may be missing after it died
 * @param renewDeadline how long a leader leads after its last renewal, shorter than {@code lease};
 *     the difference bounds how long a write may take
 * @param retry how often a leader renews and others try, less than {@code renewDeadline / 2.2}; how
 *     long a leader may be missing after it stopped in good order
 */
public record LeaderTimes(Duration lease, Duration renewDeadline, Duration retry) {
  /** What Kubernetes' own controllers use. */
  public static final LeaderTimes DEFAULT =
      new LeaderTimes(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));

  /** Checks the order. */
  public LeaderTimes {
    if (lease.compareTo(Duration.ofSeconds(1)) < 0
        || !lease.equals(Duration.ofSeconds(lease.toSeconds()))) {
      throw new IllegalArgumentException("the Lease must hold for whole seconds, at least one");
    }
    if (renewDeadline.compareTo(lease) >= 0) {
      throw new IllegalArgumentException("the renew deadline must be shorter than the Lease");
    }
    if (retry.compareTo(Duration.ofMillis(10)) < 0
        || retry.multipliedBy(11).compareTo(renewDeadline.multipliedBy(5)) >= 0) {
      throw new IllegalArgumentException(
          "the retry period must be at least 10ms and less than the renew deadline divided by 2.2");
    }
  }

  /** Returns how long a write may take that began while this process led. */
  public Duration slack() {
    return lease.minus(renewDeadline);
  }
}
