package dev.causeway.router.health;

/** Time, and the one thread that owns all checks. */
public interface CheckTimer {
  /** Returns nanoseconds since some moment. */
  long nanoTime();

  /** Runs a task on the thread of the checks, after those that were handed over before. */
  void execute(Runnable task);

  /**
   * Runs a task on the thread of the checks later.
   *
   * @return drops the task unless it ran already
   */
  Runnable schedule(Runnable task, long delayNanos);
}
