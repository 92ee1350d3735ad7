package dev.causeway.router.engine;

import dev.causeway.router.access.AccessEntry;
import dev.causeway.router.exchange.ProxyExchange;
import dev.causeway.router.failure.FailureCategory;
import org.jspecify.annotations.Nullable;

/**
 * What is counted and logged about one exchange; counts it when the exchange is over. Belongs to
 * the event loop of the exchange.
 */
public final class ExchangeRecord implements Runnable {
  private static final int SWITCHING_PROTOCOLS = 101;

  private final LoopTraffic traffic;
  private final ExchangeTimes times;
  private final long begun = System.nanoTime();
  private TrafficPath path = TrafficPath.LOCAL;
  private int status;
  private final ProxyExchange exchange;
  private @Nullable AccessEntry entry;
  private @Nullable FailureCategory failure;

  /**
   * Creates the record of an exchange.
   *
   * @param entry what the access log notes about it, or null where there is none
   */
  ExchangeRecord(
      LoopTraffic traffic,
      ExchangeTimes times,
      ProxyExchange exchange,
      @Nullable AccessEntry entry) {
    this.traffic = traffic;
    this.times = times;
    this.exchange = exchange;
    this.entry = entry;
  }

  /** Returns what the access log notes about the exchange, or null where it is not logged. */
  @Nullable AccessEntry entry() {
    return entry;
  }

  /** Keeps the exchange out of the access log. */
  void unlogged() {
    entry = null;
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
    if (status != SWITCHING_PROTOCOLS) {
      times.took(path, System.nanoTime() - begun);
    }
    if (entry != null) {
      entry.over(
          status,
          failure,
          path == TrafficPath.LOCAL,
          exchange.bytesSent(),
          exchange.bytesReceived());
    }
  }
}
