package dev.causeway.router.access;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that brings lines to a destination, and the rings it takes them from. */
final class LogWriter implements AutoCloseable {
  /** Longest line of any destination, bytes. */
  static final int LONGEST = 8_192;

  private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);
  private static final int RING_BYTES = 256 * 1024;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long CLOSE_MILLIS = 2_000;
  private static final long SILENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** What a thread that logs has of its own. */
  static final class Lane {
    private final LogRing ring = new LogRing(RING_BYTES);
    private final LineBuffer line = new LineBuffer(LONGEST);
    private final SecondText dates;
    private final SecondText heads;

    Lane(String headPattern) {
      dates = new SecondText("dd/MMM/yyyy:HH:mm:ss");
      heads = new SecondText(headPattern);
    }

    LineBuffer line() {
      return line;
    }

    /** Returns dates as HAProxy's log has them. */
    SecondText dates() {
      return dates;
    }

    /** Returns dates for the begin of lines. */
    SecondText heads() {
      return heads;
    }
  }

  private final LogDestination destination;
  private final LongAdder dropped;
  private final String headPattern;
  private final Map<Thread, Lane> lanes = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile boolean closed;
  private boolean complained;
  private long complainedAt;

  /**
   * Starts the thread.
   *
   * @param dropped counts lines that are lost
   * @param headPattern how lines begin with the date
   */
  LogWriter(LogDestination destination, LongAdder dropped, String headPattern) {
    this.destination = destination;
    this.dropped = dropped;
    this.headPattern = headPattern;
    this.thread = Thread.ofPlatform().name("access-log").daemon().start(this::run);
  }

  /** Returns what the calling thread has of its own. */
  Lane lane() {
    Thread current = Thread.currentThread();
    Lane known = lanes.get(current);
    return known != null ? known : lanes.computeIfAbsent(current, key -> new Lane(headPattern));
  }

  /** Takes the line of the calling thread's {@code lane}, or drops it. */
  void publish(Lane lane) {
    if (closed || !lane.ring.offer(lane.line.bytes(), lane.line.length())) {
      dropped.increment();
    } else if (lane.ring.isHalfFull()) {
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    byte[] line = new byte[LONGEST + 1];
    boolean last;
    do {
      last = closed;
      for (Lane lane : lanes.values()) {
        for (int length = lane.ring.poll(line); length >= 0; length = lane.ring.poll(line)) {
          write(line, length);
        }
      }
      flush();
      if (!last) {
        LockSupport.parkNanos(this, PAUSE_NANOS);
      }
    } while (!last);
    try {
      destination.close();
    } catch (IOException | RuntimeException e) {
      // Nothing is lost with it.
    }
  }

  private void write(byte[] line, int length) {
    try {
      destination.write(line, length);
    } catch (IOException | RuntimeException e) {
      lost(e);
    }
  }

  private void flush() {
    try {
      destination.flush();
    } catch (IOException | RuntimeException e) {
      lost(e);
    }
  }

  /** Whatever a destination throws costs what it was given, never the lines to come. */
  private void lost(Exception cause) {
    dropped.increment();
    long now = System.nanoTime();
    if (!complained || now - complainedAt > SILENCE_NANOS) {
      complained = true;
      complainedAt = now;
      LOG.warn(
          "lines of the access log are lost and counted in causeway_access_log_dropped_total; said"
              + " once a minute at most: {}",
          cause.toString());
    }
  }

  /** Writes what is there and ends, within two seconds. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
