package dev.causeway.router.engine;

import dev.causeway.router.failure.FailureCategory;
import org.jspecify.annotations.Nullable;

/**
 * What is counted about one exchange; counts it when the exchange is over. Belongs to the event
 * loop of the exchange.
 */
public final class ExchangeRecord implements Runnable {
  private final LoopTraffic traffic;
  private TrafficPath path = TrafficPath.LOCAL;
  private int status;
  private @Nullable FailureCategory failure;

  ExchangeRecord(LoopTraffic traffic) {
    this.traffic = traffic;
  }

  void path(TrafficPath path) {
    this.path = path;
  }

  /** Notes the final status sent to the client. */
  public void status(int status) {
    this.status = status;
  }

  /** Notes why the exchange failed; the first reason stays. */
  public void failure(FailureCategory failure) {
    if (this.failure == null) {
      this.failure = failure;
    }
  }

  /** Returns the status noted, 0 for none. */
  public int status() {
    return status;
  }

  /** Counts the exchange; runs once, when it is over. */
  @Override
  public void run() {
    traffic.over(path, status, failure);
  }
}
