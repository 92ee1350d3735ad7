package dev.causeway.controlplane.boot;

import static dev.causeway.controlplane.meters.ControlPlaneMeter.MANIFEST_FILES;
import static dev.causeway.controlplane.meters.ControlPlaneMeter.MANIFEST_OBJECTS;
import static dev.causeway.controlplane.meters.ControlPlaneMeter.MANIFEST_PROBLEMS;
import static dev.causeway.controlplane.meters.ControlPlaneMeter.ROUTES_ADMITTED;
import static dev.causeway.controlplane.meters.ControlPlaneMeter.ROUTES_REJECTED;
import static dev.causeway.controlplane.meters.ControlPlaneMeter.STREAM_ENDPOINT_SETS;
import static dev.causeway.controlplane.meters.ControlPlaneMeter.STREAM_REFUSALS;
import static dev.causeway.controlplane.meters.ControlPlaneMeter.STREAM_REJECTIONS;
import static dev.causeway.controlplane.meters.ControlPlaneMeter.STREAM_RESOURCES;
import static dev.causeway.controlplane.meters.ControlPlaneMeter.STREAM_RESYNCS;
import static dev.causeway.controlplane.meters.ControlPlaneMeter.STREAM_SUBSCRIBERS;
import static dev.causeway.controlplane.meters.ControlPlaneMeter.STREAM_TRANSACTIONS;

import dev.causeway.controlplane.meters.ControlPlaneMeter;
import dev.causeway.controlplane.pipeline.Pipeline;
import dev.causeway.controlplane.pipeline.PipelineReport;
import dev.causeway.controlplane.pipeline.ShardReport;
import dev.causeway.controlplane.stream.SnapshotShelf;
import dev.causeway.controlplane.stream.StreamStatistics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/** What the control plane counts; a fixed number of series, whatever the number of Routes. */
final class ControlPlaneMeters implements MeterBinder {
  private final Pipeline pipeline;
  private final SnapshotShelf shelf;

  ControlPlaneMeters(Pipeline pipeline, SnapshotShelf shelf) {
    this.pipeline = pipeline;
    this.shelf = shelf;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(registry, MANIFEST_FILES, PipelineReport::files);
    gauge(registry, MANIFEST_OBJECTS, PipelineReport::objects);
    gauge(registry, MANIFEST_PROBLEMS, report -> report.problems().size());
    gauge(
        registry,
        ROUTES_ADMITTED,
        report -> report.shards().values().stream().mapToInt(ShardReport::admitted).sum());
    gauge(
        registry,
        ROUTES_REJECTED,
        report -> report.shards().values().stream().mapToInt(s -> s.rejected().size()).sum());
    STREAM_SUBSCRIBERS.gauge(shelf, s -> s.view().subscribers().size()).register(registry);
    STREAM_REJECTIONS.gauge(shelf, s -> s.view().rejections()).register(registry);
    counter(registry, STREAM_TRANSACTIONS, StreamStatistics::transactions);
    counter(registry, STREAM_RESOURCES, StreamStatistics::resources);
    counter(registry, STREAM_ENDPOINT_SETS, StreamStatistics::endpointSets);
    counter(registry, STREAM_RESYNCS, StreamStatistics::resyncs);
    counter(registry, STREAM_REFUSALS, StreamStatistics::refusals);
  }

  private void gauge(
      MeterRegistry registry, ControlPlaneMeter meter, ToDoubleFunction<PipelineReport> value) {
    meter.gauge(pipeline, p -> value.applyAsDouble(p.report())).register(registry);
  }

  private void counter(
      MeterRegistry registry, ControlPlaneMeter meter, ToDoubleFunction<StreamStatistics> value) {
    meter.counter(shelf.statistics(), value).register(registry);
  }
}
