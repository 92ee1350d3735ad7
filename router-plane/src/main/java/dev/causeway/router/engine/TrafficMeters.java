package dev.causeway.router.engine;

import dev.causeway.router.failure.FailureCategory;
import org.jspecify.annotations.Nullable;

/** What the engine counted since the start, summed over event loops. Any thread may read. */
public interface TrafficMeters {
  /** The status class of exchanges that ended without any status. */
  int NO_STATUS = 0;

  /**
   * Returns how many exchanges ended in one way.
   *
   * @param path who answered
   * @param statusClass first digit of the status, or {@link #NO_STATUS}
   * @param failure why the exchange failed, or null if it did not
   */
  long requests(TrafficPath path, int statusClass, @Nullable FailureCategory failure);

  /** Returns how many exchanges are under way. */
  long activeExchanges();

  /** Returns how many upstream connections were opened. */
  long upstreamConnects();

  /** Returns how many attempts to open one failed. */
  long upstreamConnectFailures();

  /** Returns how many requests were sent on a connection that was open already. */
  long upstreamReuses();

  /** Returns how many upstream connections are open now. */
  long upstreamOpen();
}
