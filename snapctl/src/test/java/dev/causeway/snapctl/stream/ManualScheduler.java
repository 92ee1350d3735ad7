package dev.causeway.snapctl.stream;

import java.time.Duration;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Timers of which a test says when time has passed; what is due runs on the test's thread. */
public final class ManualScheduler extends AbstractExecutorService
    implements ScheduledExecutorService {
  private final PriorityQueue<Timer<?>> timers = new PriorityQueue<>();
  private long now;
  private long created;
  private boolean shutdown;

  /** Lets time pass and runs what becomes due, in order. */
  public void advance(Duration duration) {
    long end;
    synchronized (this) {
      end = now + duration.toNanos();
    }
    for (Timer<?> due = next(end); due != null; due = next(end)) {
      due.fire();
    }
    synchronized (this) {
      now = end;
    }
  }

  private synchronized @Nullable Timer<?> next(long end) {
    Timer<?> first = timers.peek();
    if (first == null || first.due > end) {
      return null;
    }
    timers.remove(first);
    now = Math.max(now, first.due);
    return first;
  }

  private synchronized <T> Timer<T> add(Callable<T> task, long delay, long period, TimeUnit unit) {
    if (shutdown) {
      throw new RejectedExecutionException("shut down");
    }
    Timer<T> timer = new Timer<>(task, now + unit.toNanos(delay), unit.toNanos(period), created++);
    timers.add(timer);
    return timer;
  }

  private final class Timer<T> extends FutureTask<T> implements ScheduledFuture<T> {
    private long due;
    private final long period;
    private final long order;

    Timer(Callable<T> task, long due, long period, long order) {
      super(task);
      this.due = due;
      this.period = period;
      this.order = order;
    }

    void fire() {
      if (period == 0) {
        run();
      } else if (runAndReset()) {
        synchronized (ManualScheduler.this) {
          due += period;
          timers.add(this);
        }
      }
    }

    @Override
    public boolean cancel(boolean interrupt) {
      synchronized (ManualScheduler.this) {
        timers.remove(this);
      }
      return super.cancel(interrupt);
    }

    @Override
    public long getDelay(TimeUnit unit) {
      synchronized (ManualScheduler.this) {
        return unit.convert(due - now, TimeUnit.NANOSECONDS);
      }
    }

    @Override
    public int compareTo(Delayed other) {
      Timer<?> that = (Timer<?>) other;
      return due == that.due ? Long.compare(order, that.order) : Long.compare(due, that.due);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    return add(Executors.callable(task), delay, 0, unit);
  }

  @Override
  public <T> ScheduledFuture<T> schedule(Callable<T> task, long delay, TimeUnit unit) {
    return add(task, delay, 0, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable task, long delay, long period, TimeUnit unit) {
    return add(Executors.callable(task), delay, period, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable task, long delay, long period, TimeUnit unit) {
    return add(Executors.callable(task), delay, period, unit);
  }

  @Override
  public void execute(Runnable task) {
    task.run();
  }

  @Override
  public synchronized void shutdown() {
    shutdown = true;
    timers.clear();
  }

  @Override
  public List<Runnable> shutdownNow() {
    shutdown();
    return List.of();
  }

  @Override
  public synchronized boolean isShutdown() {
    return shutdown;
  }

  @Override
  public boolean isTerminated() {
    return isShutdown();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return isShutdown();
  }
}
