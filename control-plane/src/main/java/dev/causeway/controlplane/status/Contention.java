package dev.causeway.controlplane.status;

import io.fabric8.openshift.api.model.RouteIngress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Notices another writer that keeps changing our entries (RT-087).
 *
 * <p>An entry that somebody else changed after we wrote it is put right once. If that happens again
 * within the interval, the Route is contended and rests for the interval. More than {@value
 * #MAX_CONTENTIONS} contentions within one interval stop every change of entries that exist; new
 * entries are still written. Thread-safe.
 */
final class Contention {
  static final int MAX_CONTENTIONS = 5;

  private final long interval;
  private final LongSupplier nanos;
  private final Map<String, Map<String, Entry>> entries = new HashMap<>();
  private final Deque<Long> contentions = new ArrayDeque<>();

  /** What is known of one entry of one Route. */
  private static final class Entry {
    private @Nullable RouteIngress written;
    private long foughtAt;
    private int foreignChanges;
  }

  /** What a change of an entry amounts to. */
  enum Finding {
    /** Ours, or none of our business. */
    NONE,
    /** The first change by somebody else for a while. */
    CHANGED,
    /** Somebody else keeps changing it. */
    CONTENDED
  }

  Contention(Duration interval, LongSupplier nanos) {
    this.interval = interval.toNanos();
    this.nanos = nanos;
  }

  /** Notes what is about to be written; null for an entry that is removed. */
  synchronized void writing(String uid, String routerName, @Nullable RouteIngress entry) {
    entries
            .computeIfAbsent(uid, _ -> new HashMap<>())
            .computeIfAbsent(routerName, _ -> new Entry())
            .written =
        entry;
  }

  /** Judges that an entry was seen to change from {@code before} to {@code now}. */
  synchronized Finding changed(
      String uid, String routerName, @Nullable RouteIngress before, @Nullable RouteIngress now) {
    Entry entry = entries.getOrDefault(uid, Map.of()).get(routerName);
    if (entry == null
        || StatusPlanner.sameText(before, now)
        || StatusPlanner.sameText(now, entry.written)) {
      return Finding.NONE;
    }
    long time = nanos.getAsLong();
    if (entry.foreignChanges == 0 || time - entry.foughtAt > interval) {
      entry.foreignChanges = 1;
      entry.foughtAt = time;
      return Finding.CHANGED;
    }
    entry.foreignChanges++;
    entry.foughtAt = time;
    contentions.addLast(time);
    return Finding.CONTENDED;
  }

  /** Returns how long a change of this entry must wait; zero if it need not. */
  synchronized Duration rest(String uid, String routerName) {
    long time = nanos.getAsLong();
    long rest = 0;
    Entry entry = entries.getOrDefault(uid, Map.of()).get(routerName);
    if (entry != null && entry.foreignChanges > 1) {
      rest = Math.max(rest, entry.foughtAt + interval - time);
    }
    if (isStopped(time)) {
      rest = Math.max(rest, contentions.getLast() + interval - time);
    }
    return Duration.ofNanos(Math.max(rest, 0));
  }

  /** Returns whether there were so many contentions that nothing that exists is changed. */
  synchronized boolean isStopped() {
    return isStopped(nanos.getAsLong());
  }

  private boolean isStopped(long time) {
    while (!contentions.isEmpty() && time - contentions.getFirst() >= interval) {
      contentions.removeFirst();
    }
    return contentions.size() > MAX_CONTENTIONS;
  }

  /** Forgets a Route that is gone. */
  synchronized void forget(String uid) {
    entries.remove(uid);
  }
}
