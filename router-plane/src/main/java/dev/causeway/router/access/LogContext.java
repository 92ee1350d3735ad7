package dev.causeway.router.access;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/**
 * What lines say about the router itself.
 *
 * @param host its name
 * @param process number of its process
 * @param clock tells the time of day, which lines show in UTC
 * @param connections client connections that are open
 * @param requests numbers requests
 */
record LogContext(
    String host, long process, Clock clock, IntSupplier connections, AtomicLong requests) {
  /** Severity of lines, as HAProxy logs requests. */
  static final int INFO = 6;
}
