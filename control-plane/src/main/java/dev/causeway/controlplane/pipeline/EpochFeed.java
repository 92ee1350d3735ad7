package dev.causeway.controlplane.pipeline;

import dev.causeway.routing.input.EpochInput;
import dev.causeway.routing.input.InputChange;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Tells the compiler which epoch it is, at the start and whenever that changes. Epochs are counted
 * from 1970, so that every control plane counts the same.
 *
 * <p>{@link #start} and {@link #close} belong to one thread; what is told is told on a thread of
 * this class.
 */
public final class EpochFeed implements AutoCloseable {
  /** Clocks are set now and then, so it is looked at instead of being computed ahead. */
  private static final Duration LOOK = Duration.ofSeconds(10);

  private final Clock clock;
  private final Duration length;
  private final Consumer<InputChange> sink;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("epoch").daemon().factory());
  private long told = Long.MIN_VALUE;

  /**
   * Makes a feed.
   *
   * @param clock tells the time
   * @param length length of an epoch, above zero
   * @param sink takes the epochs; must not block
   */
  public EpochFeed(Clock clock, Duration length, Consumer<InputChange> sink) {
    this.clock = clock;
    this.length = length;
    this.sink = sink;
  }

  /** Tells the present epoch, and from now on every other one. */
  public void start() {
    look();
    timer.scheduleWithFixedDelay(
        this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Tells the present epoch if it is another one than was told last. */
  synchronized void look() {
    long now = Math.floorDiv(clock.millis(), length.toMillis());
    if (now != told) {
      told = now;
      sink.accept(new InputChange.Put(new EpochInput(now)));
    }
  }

  /** Tells nothing any more. */
  @Override
  public void close() {
    timer.shutdownNow();
  }
}
