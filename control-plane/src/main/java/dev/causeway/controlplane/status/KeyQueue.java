package dev.causeway.controlplane.status;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Keys that have to be looked at, each once however often it was added, and by one worker at a
 * time. Thread-safe.
 *
 * @param <K> type of the keys
 */
final class KeyQueue<K> {
  private final Set<K> ready = new LinkedHashSet<>();
  private final Set<K> taken = new HashSet<>();
  private final Set<K> again = new LinkedHashSet<>();
  private final Map<K, Long> dueAt = new HashMap<>();
  private final PriorityQueue<Due<K>> later =
      new PriorityQueue<>((one, other) -> Long.signum(one.nano() - other.nano()));

  private record Due<K>(K key, long nano) {}

  /** Adds {@code key}; if a worker has it, it comes back when that is done. */
  synchronized void add(K key) {
    dueAt.remove(key);
    if (taken.contains(key)) {
      again.add(key);
    } else if (ready.add(key)) {
      notifyAll();
    }
  }

  /** Adds {@code key} when {@code delay} has passed, unless it is added before. */
  synchronized void addLater(K key, Duration delay) {
    long nano = System.nanoTime() + delay.toNanos();
    Long known = dueAt.get(key);
    if (known == null || nano - known < 0) {
      dueAt.put(key, nano);
      later.add(new Due<>(key, nano));
      notifyAll();
    }
  }

  /** Waits for a key; the caller has it until it calls {@link #done}. */
  synchronized K take() throws InterruptedException {
    while (true) {
      long wait = promote();
      var first = ready.iterator();
      if (first.hasNext()) {
        K key = first.next();
        first.remove();
        taken.add(key);
        return key;
      }
      if (wait < 0) {
        wait();
      } else {
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(wait, 1_000_000));
      }
    }
  }

  /** Makes what is due ready; returns the time until the next is due, -1 if there is none. */
  private long promote() {
    while (true) {
      Due<K> first = later.peek();
      if (first == null) {
        return -1;
      }
      Long due = dueAt.get(first.key());
      boolean stale = due == null || due != first.nano();
      long wait = first.nano() - System.nanoTime();
      if (!stale && wait > 0) {
        return wait;
      }
      later.poll();
      if (!stale) {
        add(first.key());
      }
    }
  }

  /** Gives {@code key} back. */
  synchronized void done(K key) {
    taken.remove(key);
    if (again.remove(key)) {
      add(key);
    }
  }

  /** Returns the number of keys that wait, taken ones and later ones not counted. */
  synchronized int size() {
    return ready.size();
  }
}
