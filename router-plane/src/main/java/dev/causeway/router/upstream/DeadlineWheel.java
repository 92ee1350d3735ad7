package dev.causeway.router.upstream;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deadlines of one event loop, examined lazily: one timer task per tick for the whole loop
 * instead of one task per request. Resolution is one tick; a deadline fires up to two ticks late,
 * never early.
 */
final class DeadlineWheel {
  private static final Logger LOG = LoggerFactory.getLogger(DeadlineWheel.class);
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int SLOTS = 512;

  private final EventLoop loop;
  private final @Nullable Deadline[] slots = new @Nullable Deadline[SLOTS];
  private final Runnable sweep;
  private int position;
  private int size;
  private boolean ticking;

  /**
   * Creates an empty wheel.
   *
   * @param loop event loop whose thread uses the wheel
   * @param sweep runs with every tick
   */
  DeadlineWheel(EventLoop loop, Runnable sweep) {
    this.loop = loop;
    this.sweep = sweep;
  }

  /**
   * Has the deadline examined after {@code delayNanos} at the latest. Costs nothing if that is the
   * case already.
   */
  void schedule(Deadline deadline, long now, long delayNanos) {
    if (deadline.bucket >= 0) {
      if (deadline.examinedAt - now <= delayNanos) {
        return;
      }
      unlink(deadline);
    }
    link(deadline, now, delayNanos);
    if (!ticking) {
      ticking = true;
      arm();
    }
  }

  /** Removes a deadline; does nothing if it is not scheduled. */
  void cancel(Deadline deadline) {
    if (deadline.bucket >= 0) {
      unlink(deadline);
    }
  }

  private void arm() {
    loop.schedule(this::tick, TICK_NANOS, TimeUnit.NANOSECONDS);
  }

  private void tick() {
    position = (position + 1) % SLOTS;
    long now = System.nanoTime();
    try {
      // From the head each time: whoever expires may cancel others of the same slot.
      for (Deadline due = slots[position]; due != null; due = slots[position]) {
        unlink(due);
        examine(due, now);
      }
      sweep.run();
    } catch (RuntimeException e) {
      LOG.error("the sweep failed", e);
    } finally {
      if (size > 0) {
        arm();
      } else {
        ticking = false;
      }
    }
  }

  /** One deadline that fails must not take the others with it. */
  private void examine(Deadline due, long now) {
    try {
      long remaining = due.remainingNanos(now);
      if (remaining <= 0) {
        due.expire();
      } else {
        link(due, now, remaining);
      }
    } catch (RuntimeException e) {
      LOG.error("a deadline could not be examined", e);
    }
  }

  private void link(Deadline deadline, long now, long delayNanos) {
    long longest = (SLOTS - 2) * TICK_NANOS;
    long delay = Math.min(delayNanos, longest);
    int ticks = (int) (delay / TICK_NANOS) + 1;
    int bucket = (position + ticks) % SLOTS;
    deadline.bucket = bucket;
    deadline.examinedAt = now + delay;
    Deadline first = slots[bucket];
    deadline.next = first;
    if (first != null) {
      first.previous = deadline;
    }
    slots[bucket] = deadline;
    size++;
  }

  private void unlink(Deadline deadline) {
    Deadline before = deadline.previous;
    Deadline after = deadline.next;
    if (before != null) {
      before.next = after;
    } else {
      slots[deadline.bucket] = after;
    }
    if (after != null) {
      after.previous = before;
    }
    deadline.next = null;
    deadline.previous = null;
    deadline.bucket = -1;
    size--;
  }
}
