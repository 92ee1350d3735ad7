package dev.causeway.router.limit;

import java.net.InetAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * What each source address uses of one Route (AN-039). All event loops share it. Holds a bounded
 * number of sources; idle ones leave after 30 seconds, and earlier for new ones when it is full.
 *
 * <p>Those to give up are looked for in a round (second chance): a source that came back since the
 * last look stays for one more, so a flood of sources that come once displaces itself. A new source
 * for which no room is found, because all that were looked at have something under way, is judged
 * by itself and not remembered: refusing it would let many busy clients shut out everybody else.
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
    private final InetAddress address;
    private final AtomicReference<Usage> usage;
    private volatile boolean cameBack;

    Source(InetAddress address, long now) {
      this.address = address;
      this.usage = new AtomicReference<>(Usage.none(now));
    }
  }

  private final ConcurrentHashMap<InetAddress, Source> sources = new ConcurrentHashMap<>();

  /** All that are in the table, in the order in which they are looked at, and some that left. */
  private final Queue<Source> round = new ConcurrentLinkedQueue<>();

  /** Places taken in the table: never fewer than there are sources in it. */
  private final AtomicInteger places = new AtomicInteger();

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
      if (!known.cameBack) {
        known.cameBack = true;
      }
      return known;
    }
    Source made = new Source(address, now);
    if (places.incrementAndGet() > most && !giveOneUp()) {
      places.decrementAndGet();
      return made;
    }
    known = sources.putIfAbsent(address, made);
    if (known != null) {
      places.decrementAndGet();
      return known;
    }
    round.add(made);
    return made;
  }

  /**
   * Gives up the next source of the round that is idle and did not come back, else the one of those
   * looked at that is idle for longest; returns whether there was any.
   */
  private boolean giveOneUp() {
    Source idle = null;
    long seen = Long.MAX_VALUE;
    for (int i = 0; i < CANDIDATES; i++) {
      Source next = round.poll();
      if (next == null) {
        break;
      }
      Usage usage = next.usage.get();
      if (usage.concurrent() < 0) {
        continue;
      }
      if (usage.concurrent() == 0 && !next.cameBack && remove(next, Long.MAX_VALUE)) {
        return true;
      }
      if (usage.concurrent() == 0 && usage.seen() < seen) {
        idle = next;
        seen = usage.seen();
      }
      next.cameBack = false;
      round.add(next);
    }
    return idle != null && remove(idle, Long.MAX_VALUE);
  }

  /** Lets idle sources go. */
  public void sweep() {
    long before = millis.getAsLong() - IDLE_MILLIS;
    round.removeIf(source -> source.usage.get().concurrent() < 0 || remove(source, before));
  }

  private boolean remove(Source source, long notSeenSince) {
    Usage usage = source.usage.get();
    if (usage.concurrent() == 0
        && usage.seen() <= notSeenSince
        && source.usage.compareAndSet(usage, Usage.GONE)) {
      sources.remove(source.address, source);
      places.decrementAndGet();
      return true;
    }
    return false;
  }

  /** Returns how many sources are known. */
  public long size() {
    return sources.mappingCount();
  }
}
