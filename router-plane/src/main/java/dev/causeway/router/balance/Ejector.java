package dev.causeway.router.balance;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Takes endpoints out of balancing for a while when requests to them fail in a row: connections
 * that cannot be opened, answers 502, 503 and 504, and none at all. A kept connection that had been
 * closed is no failure where the request is sent again. At most half of the endpoints of an
 * upstream are out at a time. Any thread may call it.
 */
public final class Ejector {
  /** Runs a task later. */
  public interface Later {
    /** Runs {@code task} once after {@code delayNanos}. */
    void run(Runnable task, long delayNanos);
  }

  /** Takes nothing out. */
  public static final Ejector NONE = new Ejector(EjectionPolicy.OFF, () -> 0, (task, delay) -> {});

  private final EjectionPolicy policy;
  private final LongSupplier nanoTime;
  private final Later later;

  /**
   * Creates an ejector.
   *
   * @param policy when and for how long
   * @param nanoTime nanoseconds since some moment
   * @param later lets endpoints back in
   */
  public Ejector(EjectionPolicy policy, LongSupplier nanoTime, Later later) {
    this.policy = policy;
    this.nanoTime = nanoTime;
    this.later = later;
  }

  /** Notes an answer that says nothing against the endpoint. */
  public void succeeded(LiveEndpoint endpoint) {
    EjectionRecord record = endpoint.ejections();
    if (record.failures() != 0) {
      record.clearFailures();
    }
    if (record.times() != 0
        && nanoTime.getAsLong() - record.backAt() > policy.longestTime().toNanos()) {
      record.forget();
    }
  }

  /** Notes a failure; the one too many takes the endpoint out. */
  public void failed(LiveEndpoint endpoint) {
    if (policy.failures() > 0
        && endpoint.ejections().countFailure() >= policy.failures()
        && !endpoint.isEjected()) {
      eject(endpoint);
    }
  }

  private void eject(LiveEndpoint endpoint) {
    int times;
    synchronized (endpoint.upstream()) {
      List<LiveEndpoint> all = endpoint.upstream().endpoints();
      long out = all.stream().filter(LiveEndpoint::isEjected).count();
      if (endpoint.isEjected() || (out + 1) * 2 > all.size()) {
        return;
      }
      endpoint.eject(true);
      times = endpoint.ejections().ejected();
    }
    long longest = policy.longestTime().toNanos();
    long base = policy.baseTime().toNanos();
    long time = times > longest / Math.max(1, base) ? longest : base * times;
    later.run(() -> readmit(endpoint), Math.max(time, TimeUnit.MILLISECONDS.toNanos(1)));
  }

  private void readmit(LiveEndpoint endpoint) {
    endpoint.ejections().back(nanoTime.getAsLong());
    endpoint.eject(false);
  }
}
