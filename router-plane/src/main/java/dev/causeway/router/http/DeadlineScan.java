package dev.causeway.router.http;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every connection of one event loop several times a second, so that a request neither
 * schedules nor cancels a timer: it only notes when something began.
 */
public final class DeadlineScan {
  /** How often connections are looked at, hence how late a timeout may be noticed. */
  public static final Duration TICK = Duration.ofMillis(100);

  private static final Logger LOG = LoggerFactory.getLogger(DeadlineScan.class);

  private final EventLoop loop;
  private final Entry head = new Entry(now -> {});
  private @Nullable Future<?> task;
  private long now;

  /** Creates the scan of {@code loop}; it runs only while something is registered. */
  public DeadlineScan(EventLoop loop) {
    this.loop = loop;
    head.next = head;
    head.previous = head;
  }

  /**
   * Returns the time of the latest tick in the terms of {@link System#nanoTime}; that of this call
   * while nothing is registered.
   */
  public long now() {
    return task == null ? System.nanoTime() : now;
  }

  /** Returns whether {@code limit} has passed since {@code from}, times as of {@link #now}. */
  public static boolean elapsed(long from, long now, Duration limit) {
    return now - from >= limit.toNanos();
  }

  /** Calls {@code check} with the time at every tick until the entry is removed. */
  public Entry register(LongConsumer check) {
    Entry entry = new Entry(check);
    entry.next = head;
    entry.previous = head.previous;
    head.previous.next = entry;
    head.previous = entry;
    entry.registered = true;
    if (task == null) {
      now = System.nanoTime();
      task =
          loop.scheduleWithFixedDelay(
              this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }
    return entry;
  }

  /** Runs {@code overdue} at every tick once {@code limit} has passed, until that is removed. */
  public Entry register(Duration limit, Runnable overdue) {
    long start = System.nanoTime();
    return register(
        at -> {
          if (elapsed(start, at, limit)) {
            overdue.run();
          }
        });
  }

  /** Removes {@code entry}; does nothing if it is gone already. */
  public void remove(Entry entry) {
    if (!entry.registered) {
      return;
    }
    entry.registered = false;
    // The links of the removed entry stay, so that a scan standing on it finds its way.
    entry.previous.next = entry.next;
    entry.next.previous = entry.previous;
    if (head.next == head && task != null) {
      task.cancel(false);
      task = null;
    }
  }

  private void tick() {
    now = System.nanoTime();
    Entry entry = head.next;
    while (entry != head) {
      Entry next = entry.next;
      if (entry.registered) {
        examine(entry);
      }
      entry = next;
    }
  }

  /** One connection that cannot be examined must not leave the others without deadlines. */
  private void examine(Entry entry) {
    try {
      entry.check.accept(now);
    } catch (RuntimeException e) {
      LOG.error("a deadline could not be examined", e);
    }
  }

  /** One registered connection. */
  public static final class Entry {
    private final LongConsumer check;
    private Entry next = this;
    private Entry previous = this;
    private boolean registered;

    private Entry(LongConsumer check) {
      this.check = check;
    }
  }
}
