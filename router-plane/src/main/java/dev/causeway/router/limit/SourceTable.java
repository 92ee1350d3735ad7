package dev.causeway.router.limit;

import java.net.InetAddress;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * What each source address uses of one Route (AN-039). All event loops share it. Holds a bounded
 * number of sources; idle ones leave after 30 seconds.
 */
public final class SourceTable {
  /** Most sources, about 200 bytes each. */
  static final int MAX_SOURCES = 100_000;

  /** How long a source without anything under way is remembered, milliseconds. */
  static final long IDLE_MILLIS = 30_000;

  /** How many entries are looked at when a full table has to give one up. */
  private static final int CANDIDATES = 16;

  /** One source; {@link Usage#GONE} once it left the table. */
  static final class Source {
    private final AtomicReference<Usage> usage;

    Source(Usage usage) {
      this.usage = new AtomicReference<>(usage);
    }
  }

  private final ConcurrentHashMap<InetAddress, Source> sources = new ConcurrentHashMap<>();
  private final LongSupplier millis;
  private final int most;

  /**
   * Creates an empty table.
   *
   * @param millis a clock that never goes back, milliseconds
   */
  public SourceTable(LongSupplier millis) {
    this(millis, MAX_SOURCES);
  }

  SourceTable(LongSupplier millis, int most) {
    this.millis = millis;
    this.most = most;
  }

  /** One thing under way for a source. */
  final class Lease {
    private final Source source;
    private final Usage usage;

    private Lease(Source source, Usage usage) {
      this.source = source;
      this.usage = usage;
    }

    /** Returns the usage at the moment it began, itself included. */
    Usage usage() {
      return usage;
    }

    /** It is over. */
    void end() {
      long now = millis.getAsLong();
      source.usage.updateAndGet(usage -> usage.ended(now));
    }
  }

  /** Counts something that begins. */
  Lease begin(InetAddress address) {
    long now = millis.getAsLong();
    while (true) {
      Source source = source(address, now);
      Usage before = source.usage.get();
      if (before.concurrent() < 0) {
        sources.remove(address, source);
      } else {
        Usage after = before.begun(now);
        if (source.usage.compareAndSet(before, after)) {
          return new Lease(source, after);
        }
      }
    }
  }

  private Source source(InetAddress address, long now) {
    Source known = sources.get(address);
    if (known != null) {
      return known;
    }
    if (sources.mappingCount() >= most) {
      giveOneUp(now);
    }
    return sources.computeIfAbsent(address, key -> new Source(Usage.none(now)));
  }

  /** Removes the least recently seen of some entries; what is under way stays. */
  private void giveOneUp(long now) {
    Iterator<Map.Entry<InetAddress, Source>> entries = sources.entrySet().iterator();
    Map.Entry<InetAddress, Source> oldest = null;
    long seen = now + 1;
    for (int i = 0; i < CANDIDATES && entries.hasNext(); i++) {
      Map.Entry<InetAddress, Source> entry = entries.next();
      Usage usage = entry.getValue().usage.get();
      if (usage.concurrent() == 0 && usage.seen() < seen) {
        oldest = entry;
        seen = usage.seen();
      }
    }
    if (oldest != null) {
      remove(oldest.getKey(), oldest.getValue(), Long.MAX_VALUE);
    }
  }

  /** Lets idle sources go. */
  public void sweep() {
    long before = millis.getAsLong() - IDLE_MILLIS;
    sources.forEach((address, source) -> remove(address, source, before));
  }

  private void remove(InetAddress address, Source source, long notSeenSince) {
    Usage usage = source.usage.get();
    if (usage.concurrent() == 0
        && usage.seen() <= notSeenSince
        && source.usage.compareAndSet(usage, Usage.GONE)) {
      sources.remove(address, source);
    }
  }

  /** Returns how many sources are known. */
  public long size() {
    return sources.mappingCount();
  }
}
