package dev.causeway.router.http2;

import dev.causeway.router.http.Cut;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one connection may cost within a period beyond what its requests are worth. Frames that
 * carry nothing are paid for by requests and by bytes that move: a client that is served much has
 * reason to talk much.
 */
final class FrameBudget {
  /** Frames without content that a request is worth: its window updates, a ping, a priority. */
  private static final int FRAMES_PER_REQUEST = 10;

  /** Bytes of bodies, either way, that are worth a frame without content. */
  private static final int BYTES_PER_FRAME = 512;

  private final Http2Limits limits;
  private final LongSupplier clock;
  private final long periodNanos;
  private long since;
  private int requests;
  private int resets;
  private int errors;
  private int settings;
  private int emptyInARow;
  private long overhead;
  private long bytes;

  FrameBudget(Http2Limits limits, LongSupplier clock) {
    this.limits = limits;
    this.clock = clock;
    this.periodNanos = limits.window().toNanos();
    this.since = clock.getAsLong();
  }

  /** A stream was opened. */
  void request() {
    turn();
    requests++;
    emptyInARow = 0;
  }

  /** Bytes of a response were written. */
  void sent(int count) {
    bytes += count;
  }

  /** A DATA frame came; returns why that is one too many, or null. */
  @Nullable Cut data(int length, boolean last) {
    if (length > 0 || last) {
      emptyInARow = 0;
      bytes += length;
      return null;
    }
    return ++emptyInARow > limits.maxEmptyData() ? Cut.EMPTY_FRAMES : overhead();
  }

  /** The client reset a stream; returns why that is one too many, or null. */
  @Nullable Cut reset() {
    turn();
    // Who changes its mind about half of its requests and more does not want the answers.
    return ++resets > limits.maxResets() && resets > requests / 2 ? Cut.RAPID_RESET : null;
  }

  /** The client made us reset a stream; returns why that is one too many, or null. */
  @Nullable Cut error() {
    turn();
    return ++errors > limits.maxResets() ? Cut.STREAM_ERRORS : null;
  }

  /** Settings came, each of which costs a walk over all streams; returns as above. */
  @Nullable Cut settings() {
    turn();
    return ++settings > limits.maxSettings() ? Cut.SETTINGS_FLOOD : null;
  }

  /** A frame without content came; returns as above. */
  @Nullable Cut overhead() {
    if (++overhead <= limits.maxOverhead()) {
      return null;
    }
    turn();
    long worth = (long) FRAMES_PER_REQUEST * requests + bytes / BYTES_PER_FRAME;
    return overhead > limits.maxOverhead() + worth ? Cut.OVERHEAD_FLOOD : null;
  }

  private void turn() {
    long now = clock.getAsLong();
    if (now - since >= periodNanos) {
      since = now;
      requests = 0;
      resets = 0;
      errors = 0;
      settings = 0;
      overhead = 0;
      bytes = 0;
    }
  }
}
