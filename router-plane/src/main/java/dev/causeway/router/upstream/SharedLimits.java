package dev.causeway.router.upstream;

import java.util.concurrent.atomic.AtomicInteger;

/** The limits that all event loops share. Any thread may call it. */
final class SharedLimits {
  private final UpstreamOptions options;
  private final AtomicInteger idle = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();

  SharedLimits(UpstreamOptions options) {
    this.options = options;
  }

  /** Counts a connection that becomes idle; returns false, uncounted, if there are too many. */
  boolean idleAdded() {
    if (idle.incrementAndGet() > options.idleTotal()) {
      idle.decrementAndGet();
      return false;
    }
    return true;
  }

  void idleTaken() {
    idle.decrementAndGet();
  }

  /** Counts a new connection; returns false, uncounted, if there are too many. */
  boolean opened() {
    if (open.incrementAndGet() > options.maxConnections()) {
      open.decrementAndGet();
      return false;
    }
    return true;
  }

  void closed() {
    open.decrementAndGet();
  }

  int open() {
    return open.get();
  }

  int idle() {
    return idle.get();
  }
}
