package dev.causeway.snapctl.stream;

import dev.causeway.router.sync.SyncStatus;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Waits for a router's status to become as wanted. */
public final class StatusProbe implements Consumer<SyncStatus> {
  private static final long DEADLINE_SECONDS = 20;

  private final Lock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private SyncStatus status = SyncStatus.INITIAL;

  @Override
  public void accept(SyncStatus next) {
    lock.lock();
    try {
      status = next;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  public SyncStatus await(Predicate<SyncStatus> wanted) throws InterruptedException {
    long remaining = TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    lock.lock();
    try {
      while (!wanted.test(status)) {
        if (remaining <= 0) {
          throw new AssertionError("the status stayed at " + status);
        }
        remaining = changed.awaitNanos(remaining);
      }
      return status;
    } finally {
      lock.unlock();
    }
  }
}
