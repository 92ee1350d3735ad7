package dev.causeway.controlplane.boot;

import dev.causeway.controlplane.pipeline.Pipeline;
import dev.causeway.controlplane.pipeline.PipelineReport;
import dev.causeway.controlplane.pipeline.ShardReport;
import dev.causeway.controlplane.stream.SnapshotShelf;
import dev.causeway.controlplane.stream.StreamStatistics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
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
    gauge(registry, "causeway.manifest.files", "Files that are read", PipelineReport::files);
    gauge(registry, "causeway.manifest.objects", "Objects in use", PipelineReport::objects);
    gauge(
        registry,
        "causeway.manifest.problems",
        "Problems with manifests",
        report -> report.problems().size());
    gauge(
        registry,
        "causeway.routes.admitted",
        "Routes admitted, over all shards",
        report -> report.shards().values().stream().mapToInt(ShardReport::admitted).sum());
    gauge(
        registry,
        "causeway.routes.rejected",
        "Routes rejected, over all shards",
        report -> report.shards().values().stream().mapToInt(s -> s.rejected().size()).sum());
    Gauge.builder("causeway.stream.subscribers", shelf, s -> s.view().subscribers().size())
        .description("Routers connected")
        .register(registry);
    Gauge.builder("causeway.stream.rejections", shelf, s -> s.view().rejections())
        .description("Resources that routers rejected")
        .register(registry);
    counter(registry, "causeway.stream.transactions", StreamStatistics::transactions);
    counter(registry, "causeway.stream.resources", StreamStatistics::resources);
    counter(registry, "causeway.stream.endpoint.sets", StreamStatistics::endpointSets);
    counter(registry, "causeway.stream.resyncs", StreamStatistics::resyncs);
    counter(registry, "causeway.stream.refusals", StreamStatistics::refusals);
  }

  private void gauge(
      MeterRegistry registry,
      String name,
      String description,
      ToDoubleFunction<PipelineReport> value) {
    Gauge.builder(name, pipeline, p -> value.applyAsDouble(p.report()))
        .description(description)
        .register(registry);
  }

  private void counter(
      MeterRegistry registry, String name, ToDoubleFunction<StreamStatistics> value) {
    FunctionCounter.builder(name, shelf.statistics(), value).register(registry);
  }
}
