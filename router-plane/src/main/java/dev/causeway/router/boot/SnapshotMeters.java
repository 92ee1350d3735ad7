package dev.causeway.router.boot;

import dev.causeway.router.sync.SyncStatus;
import dev.causeway.router.sync.SyncStatus.Counters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** How far this router follows its control plane, as meters; a fixed number of series. */
final class SnapshotMeters implements MeterBinder {
  private static final int HEXADECIMAL = 16;
  private static final double NANOS = 1e9;

  private final SnapshotFollower follower;
  private final Clock clock;

  SnapshotMeters(SnapshotFollower follower, Clock clock) {
    this.follower = follower;
    this.clock = clock;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(registry, RouterMeter.STREAM_CONNECTED, status -> status.connected() ? 1 : 0);
    gauge(registry, RouterMeter.SNAPSHOT_REJECTIONS, status -> status.rejections().size());
    // A label would make a series of every snapshot. 48 bits are exact in a double.
    gauge(
        registry,
        RouterMeter.SNAPSHOT_FINGERPRINT,
        status -> Long.parseLong(status.effective().abbreviated(), HEXADECIMAL));
    age(registry, RouterMeter.SNAPSHOT_AGE, SyncStatus::committed);
    age(registry, RouterMeter.STREAM_SILENCE, SyncStatus::lastHeard);
    counter(registry, RouterMeter.SNAPSHOT_COMMITS, Counters::commits);
    counter(registry, RouterMeter.SNAPSHOT_RESYNCS, Counters::resyncs);
    counter(registry, RouterMeter.STREAM_CONNECTS, Counters::connects);
    counter(registry, RouterMeter.ENDPOINT_UPDATES, Counters::endpointUpdates);
  }

  private void gauge(
      MeterRegistry registry, RouterMeter meter, ToDoubleFunction<SyncStatus> value) {
    meter.gauge(follower, source -> value.applyAsDouble(source.status())).register(registry);
  }

  /** Not a number until there is something to be old. */
  private void age(
      MeterRegistry registry, RouterMeter meter, Function<SyncStatus, @Nullable Instant> since) {
    meter.age(follower, source -> seconds(since.apply(source.status()))).register(registry);
  }

  private double seconds(@Nullable Instant since) {
    return since == null ? Double.NaN : Duration.between(since, clock.instant()).toNanos() / NANOS;
  }

  private void counter(
      MeterRegistry registry, RouterMeter meter, ToDoubleFunction<Counters> value) {
    meter
        .counter(follower, source -> value.applyAsDouble(source.status().counters()))
        .register(registry);
  }
}
