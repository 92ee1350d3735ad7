package dev.causeway.router.balance;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How connecting to an endpoint is tried again (RO-031): at the same endpoint, and the last time at
 * another one where there is one.
 *
 * @param most how often it is tried again
 * @param delay least time between the begin of two attempts at the same endpoint
 */
public record ConnectRetries(int most, Duration delay) {
  /** Three retries, one second apart. */
  public static final ConnectRetries DEFAULTS = new ConnectRetries(3, Duration.ofSeconds(1));

  /**
   * Returns where the next attempt goes, or null if there is none.
   *
   * @param picker knows the endpoints of the rule
   * @param client address of the client
   * @param failed endpoint of the attempt that failed just now
   * @param failures how many attempts have failed
   */
  public @Nullable LiveEndpoint next(
      EndpointPicker picker, InetSocketAddress client, LiveEndpoint failed, int failures) {
    if (failures > most) {
      return null;
    }
    if (failures == most) {
      return picker.pickOther(client, failed);
    }
    return failed.isCurrent() ? failed : picker.pick(client);
  }

  /**
   * Returns how long to wait before the next attempt, nanoseconds; 0 or less for not at all.
   *
   * @param failed endpoint of the attempt that failed
   * @param ageNanos how long ago that began
   * @param next where the next one goes
   */
  @SuppressWarnings("ReferenceEquality") // an endpoint is one object while it is current
  public long waitNanos(LiveEndpoint failed, long ageNanos, LiveEndpoint next) {
    return next == failed ? delay.toNanos() - ageNanos : 0;
  }
}
