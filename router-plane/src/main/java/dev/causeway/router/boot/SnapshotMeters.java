package dev.causeway.router.boot;

import dev.causeway.router.sync.SyncStatus;
import dev.causeway.router.sync.SyncStatus.Counters;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
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
    gauge(
        registry,
        "causeway.stream.connected",
        "1 while a stream to a control plane is open, else 0",
        status -> status.connected() ? 1 : 0);
    gauge(
        registry,
        "causeway.snapshot.rejections",
        "Resources that are not served as offered",
        status -> status.rejections().size());
    // A label would make a series of every snapshot. 48 bits are exact in a double.
    gauge(
        registry,
        "causeway.snapshot.fingerprint",
        "First 12 digits of the id of the snapshot that serves, as a number to compare routers by",
        status -> Long.parseLong(status.effective().abbreviated(), HEXADECIMAL));
    age(
        registry,
        "causeway.snapshot.age",
        "Time since the configuration last changed or was confirmed",
        SyncStatus::committed);
    age(
        registry,
        "causeway.stream.silence",
        "Time since the control plane was last heard",
        SyncStatus::lastHeard);
    counter(registry, "causeway.snapshot.commits", "Transactions committed", Counters::commits);
    counter(registry, "causeway.snapshot.resyncs", "Drifts noticed", Counters::resyncs);
    counter(
        registry,
        "causeway.stream.connects",
        "Streams that delivered something",
        Counters::connects);
    counter(
        registry,
        "causeway.endpoint.updates",
        "Endpoint messages applied",
        Counters::endpointUpdates);
  }

  private void gauge(
      MeterRegistry registry, String name, String description, ToDoubleFunction<SyncStatus> value) {
    Gauge.builder(name, follower, source -> value.applyAsDouble(source.status()))
        .description(description)
        .register(registry);
  }

  /** Not a number until there is something to be old. */
  private void age(
      MeterRegistry registry,
      String name,
      String description,
      Function<SyncStatus, @Nullable Instant> since) {
    TimeGauge.builder(
            name, follower, TimeUnit.SECONDS, source -> seconds(since.apply(source.status())))
        .description(description)
        .register(registry);
  }

  private double seconds(@Nullable Instant since) {
    return since == null ? Double.NaN : Duration.between(since, clock.instant()).toNanos() / NANOS;
  }

  private void counter(
      MeterRegistry registry, String name, String description, ToDoubleFunction<Counters> value) {
    FunctionCounter.builder(
            name, follower, source -> value.applyAsDouble(source.status().counters()))
        .description(description)
        .register(registry);
  }
}
