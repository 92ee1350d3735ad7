package dev.causeway.router.balance;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private final Set<EndpointPicker> watched = new HashSet<>();
  private final Runnable changed = this::endpointsChanged;
  private int limit;

  /**
   * Creates a cap.
   *
   * @param limit most at once per endpoint, above 0
   */
  public ConnectionCap(int limit) {
    this.limit = limit;
  }

  /** Goes on with the limit of a newer version of the rule. */
  public synchronized void update(int newLimit) {
    limit = newLimit;
    serve();
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
    if (waiting.isEmpty() && !watched.isEmpty()) {
      watched.forEach(picker -> picker.unwatch(changed));
      watched.clear();
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
   * @param picker knows the endpoints that will do, those of the version of the rule that is asked
   *     for: it may be an older one
   * @param wanted endpoint that was chosen
   * @param bound whether only that one will do, as for cookies and hashed addresses, until it
   *     leaves the set of its upstream (RO-051)
   * @param loop where the outcome is told; this must be called there
   * @param timeoutMillis how long to wait at most
   * @param admission told the outcome, possibly before this method returns
   * @return what is waiting now, or null if the outcome is told already
   */
  public @Nullable Ticket acquire(
      EndpointPicker picker,
      LiveEndpoint wanted,
      boolean bound,
      ScheduledExecutorService loop,
      long timeoutMillis,
      Admission admission) {
    LiveEndpoint taken;
    Ticket ticket = null;
    synchronized (this) {
      // Nobody overtakes those who wait for any endpoint.
      taken = bound || waiting.isEmpty() ? take(wanted, bound ? null : picker) : null;
      if (taken == null && waiting.size() < MOST_WAITING) {
        ticket = new Ticket(picker, wanted, bound, loop, admission);
        ticket.timeout = loop.schedule(ticket::timedOut, timeoutMillis, TimeUnit.MILLISECONDS);
        waiting.add(ticket);
        // Before looking: room may have come with an endpoint that is new.
        if (watched.add(picker)) {
          picker.watch(changed);
        }
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

  /** Takes a place at {@code wanted}, or at another endpoint of {@code others} where given. */
  private @Nullable LiveEndpoint take(LiveEndpoint wanted, @Nullable EndpointPicker others) {
    LiveEndpoint free =
        hasRoom(wanted) ? wanted : others == null ? null : others.any(this::hasRoom);
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
    List<EndpointPicker> full = new ArrayList<>(1);
    Iterator<Ticket> line = waiting.iterator();
    while (line.hasNext()) {
      Ticket next = line.next();
      boolean bound = next.bound && next.wanted.isUsable();
      if (bound || !full.contains(next.picker)) {
        LiveEndpoint free = bound ? take(next.wanted, null) : takeAny(next.picker);
        if (free == null) {
          if (!bound) {
            full.add(next.picker);
          }
        } else {
          line.remove();
          next.given = free;
          granted.add(next);
        }
      }
    }
    return granted;
  }

  private @Nullable LiveEndpoint takeAny(EndpointPicker picker) {
    LiveEndpoint free = picker.any(this::hasRoom);
    return free == null ? null : take(free, null);
  }

  private static void grant(List<Ticket> tickets) {
    tickets.forEach(Ticket::grant);
  }

  /** A place in the line. */
  public final class Ticket {
    private final EndpointPicker picker;
    private final LiveEndpoint wanted;
    private final boolean bound;
    private final ScheduledExecutorService loop;
    private final Admission admission;
    private @Nullable ScheduledFuture<?> timeout;
    private @Nullable LiveEndpoint given;
    private boolean cancelled;

    private Ticket(
        EndpointPicker picker,
        LiveEndpoint wanted,
        boolean bound,
        ScheduledExecutorService loop,
        Admission admission) {
      this.picker = picker;
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
