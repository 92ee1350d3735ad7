package dev.causeway.router.balance;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how many requests or connections one rule has at once per endpoint (AN-023). Those beyond
 * wait in order of arrival, for a while and not too many. Any thread may call it.
 */
public final class ConnectionCap {
  /** Most that wait for one rule; more are refused at once. */
  private static final int MOST_WAITING = 4096;

  private final Map<LiveEndpoint, Integer> inUse = new HashMap<>();
  private final ArrayDeque<Ticket> waiting = new ArrayDeque<>();
  private final Runnable changed = this::endpointsChanged;
  private EndpointPicker picker;
  private int limit;

  /**
   * Creates a cap.
   *
   * @param limit most at once per endpoint, above 0
   * @param picker knows the endpoints of the rule
   */
  public ConnectionCap(int limit, EndpointPicker picker) {
    this.limit = limit;
    this.picker = picker;
  }

  /** Goes on with the limit and the endpoints of a newer version of the rule. */
  public synchronized void update(int newLimit, EndpointPicker newPicker) {
    picker.unwatch(changed);
    limit = newLimit;
    picker = newPicker;
    if (!waiting.isEmpty()) {
      picker.watch(changed);
      serve();
    }
  }

  private synchronized void endpointsChanged() {
    serve();
  }

  /**
   * Lets those go ahead for whom there is room; endpoints are watched only while somebody waits.
   */
  private void serve() {
    if (!waiting.isEmpty()) {
      grant(drain());
      lookAway();
    }
  }

  private void lookAway() {
    if (waiting.isEmpty()) {
      picker.unwatch(changed);
    }
  }

  /** Told once, on the executor that was given. */
  public interface Admission {
    /** It may go ahead to this endpoint; {@link ConnectionCap#release} must follow. */
    void admitted(LiveEndpoint endpoint);

    /** There was no room in time, or too many wait already. */
    void refused();
  }

  /**
   * Takes a place at an endpoint, at once where there is room.
   *
   * @param wanted endpoint that was chosen
   * @param bound whether only that one will do, as for cookies and hashed addresses, until it
   *     leaves the set of its upstream (RO-051)
   * @param loop where the outcome is told; this must be called there
   * @param timeoutMillis how long to wait at most
   * @param admission told the outcome, possibly before this method returns
   * @return what is waiting now, or null if the outcome is told already
   */
  public @Nullable Ticket acquire(
      LiveEndpoint wanted,
      boolean bound,
      ScheduledExecutorService loop,
      long timeoutMillis,
      Admission admission) {
    LiveEndpoint taken;
    Ticket ticket = null;
    synchronized (this) {
      // Nobody overtakes those who wait for any endpoint.
      taken = bound || waiting.isEmpty() ? take(wanted, bound) : null;
      if (taken == null && waiting.size() < MOST_WAITING) {
        ticket = new Ticket(wanted, bound, loop, admission);
        ticket.timeout = loop.schedule(ticket::timedOut, timeoutMillis, TimeUnit.MILLISECONDS);
        waiting.add(ticket);
        // Before looking: room may have come with an endpoint that is new.
        picker.watch(changed);
        serve();
      }
    }
    if (taken != null) {
      admission.admitted(taken);
    } else if (ticket == null) {
      admission.refused();
    }
    return ticket;
  }

  /** Gives back a place; the next one that waits for it is told on its own executor. */
  public void release(LiveEndpoint endpoint) {
    synchronized (this) {
      inUse.computeIfPresent(endpoint, (key, count) -> count == 1 ? null : count - 1);
      serve();
    }
  }

  /** Returns how many wait. */
  public synchronized int waiting() {
    return waiting.size();
  }

  private @Nullable LiveEndpoint take(LiveEndpoint wanted, boolean bound) {
    LiveEndpoint free = hasRoom(wanted) ? wanted : bound ? null : picker.any(this::hasRoom);
    if (free != null) {
      inUse.merge(free, 1, Integer::sum);
    }
    return free;
  }

  private boolean hasRoom(LiveEndpoint endpoint) {
    return inUse.getOrDefault(endpoint, 0) < limit;
  }

  /** Takes those out of the line that can go ahead, in order. */
  private List<Ticket> drain() {
    List<Ticket> granted = new ArrayList<>(1);
    boolean full = false;
    Iterator<Ticket> line = waiting.iterator();
    while (line.hasNext()) {
      Ticket next = line.next();
      boolean bound = next.bound && next.wanted.isUsable();
      if (bound || !full) {
        LiveEndpoint free = bound ? take(next.wanted, true) : takeAny();
        if (free == null) {
          full |= !bound;
        } else {
          line.remove();
          next.given = free;
          granted.add(next);
        }
      }
    }
    return granted;
  }

  private @Nullable LiveEndpoint takeAny() {
    LiveEndpoint free = picker.any(this::hasRoom);
    return free == null ? null : take(free, true);
  }

  private static void grant(List<Ticket> tickets) {
    tickets.forEach(Ticket::grant);
  }

  /** A place in the line. */
  public final class Ticket {
    private final LiveEndpoint wanted;
    private final boolean bound;
    private final ScheduledExecutorService loop;
    private final Admission admission;
    private @Nullable ScheduledFuture<?> timeout;
    private @Nullable LiveEndpoint given;
    private boolean cancelled;

    private Ticket(
        LiveEndpoint wanted, boolean bound, ScheduledExecutorService loop, Admission admission) {
      this.wanted = wanted;
      this.bound = bound;
      this.loop = loop;
      this.admission = admission;
    }

    /** Gives up; nothing is told any more. Only where the outcome would be told. */
    public void cancel() {
      cancelled = true;
      stopClock();
      synchronized (ConnectionCap.this) {
        waiting.remove(this);
        lookAway();
      }
    }

    private void grant() {
      try {
        loop.execute(this::goAhead);
      } catch (RejectedExecutionException e) {
        // The router is going down, and nobody is left to go ahead.
        stopClock();
      }
    }

    private void goAhead() {
      stopClock();
      LiveEndpoint endpoint = given;
      if (endpoint == null) {
        return;
      }
      if (cancelled) {
        release(endpoint);
      } else {
        admission.admitted(endpoint);
      }
    }

    private void timedOut() {
      boolean stillWaiting;
      synchronized (ConnectionCap.this) {
        stillWaiting = waiting.remove(this);
        lookAway();
      }
      if (stillWaiting && !cancelled) {
        admission.refused();
      }
    }

    private void stopClock() {
      ScheduledFuture<?> running = timeout;
      if (running != null) {
        running.cancel(false);
      }
    }
  }
}
