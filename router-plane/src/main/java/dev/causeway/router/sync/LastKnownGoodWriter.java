package dev.causeway.router.sync;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores snapshots on a thread of its own, always the newest one: what comes while a write runs or
 * is due replaces what was waiting.
 */
final class LastKnownGoodWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LastKnownGoodWriter.class);
  private static final long CLOSE_SECONDS = 5;

  /** Endpoint changes are frequent and a stale address is soon noticed, so they may wait. */
  private static final Duration ENDPOINT_DELAY = Duration.ofSeconds(2);

  private final LastKnownGood file;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("last-known-good").factory());
  private final AtomicReference<@Nullable StoredSnapshot> pending = new AtomicReference<>();
  private final AtomicLong writes = new AtomicLong();

  LastKnownGoodWriter(LastKnownGood file) {
    this.file = file;
  }

  /** Stores {@code snapshot} as soon as possible. */
  void committed(StoredSnapshot snapshot) {
    pending.set(snapshot);
    thread.execute(this::write);
  }

  /** Stores {@code snapshot} with whatever else comes within a short while. */
  void endpointsChanged(StoredSnapshot snapshot) {
    if (pending.getAndSet(snapshot) == null) {
      thread.schedule(this::write, ENDPOINT_DELAY.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void write() {
    StoredSnapshot snapshot = pending.getAndSet(null);
    if (snapshot != null) {
      try {
        file.store(snapshot);
        writes.incrementAndGet();
      } catch (IOException | UnsupportedOperationException e) {
        LOG.warn("The last known good snapshot could not be stored: {}", e.toString());
      }
    }
  }

  /** Returns how many snapshots were stored. */
  long writes() {
    return writes.get();
  }

  /** Stores what is pending and ends the thread. */
  @Override
  public void close() {
    thread.execute(this::write);
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
