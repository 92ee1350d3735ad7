package dev.causeway.controlplane.boot;

import dev.causeway.controlplane.pipeline.Pipeline;
import dev.causeway.controlplane.pipeline.PipelineReport;
import dev.causeway.controlplane.pipeline.ShardReport;
import dev.causeway.controlplane.stream.ShelfSnapshot;
import dev.causeway.controlplane.stream.ShelfView;
import dev.causeway.controlplane.stream.SnapshotShelf;
import dev.causeway.controlplane.stream.SubscriberView;
import dev.causeway.manifests.ManifestProblem;
import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.admission.Verdict;
import dev.causeway.routing.model.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** {@code /actuator/snapshot}: what is published, to whom, and what was refused. */
@Endpoint(id = "snapshot")
class SnapshotEndpoint {
  /** Most rejections and notices listed per shard. */
  private static final int LIMIT = 1_000;

  private final Pipeline pipeline;
  private final SnapshotShelf shelf;

  SnapshotEndpoint(Pipeline pipeline, SnapshotShelf shelf) {
    this.pipeline = pipeline;
    this.shelf = shelf;
  }

  /** Returns the present state. */
  @ReadOperation
  Body snapshot() {
    PipelineReport report = pipeline.report();
    ShelfView view = shelf.view();
    Map<String, Shard> shards = new TreeMap<>();
    view.snapshots()
        .forEach(
            (name, snapshot) ->
                shards.put(
                    name, shard(snapshot, report.shards().getOrDefault(name, ShardReport.EMPTY))));
    return new Body(
        shards,
        view.subscribers().stream().map(SnapshotEndpoint::subscriber).toList(),
        new Manifests(
            report.files(),
            report.objects(),
            report.ignored(),
            report.problems().stream().limit(LIMIT).map(ManifestProblem::text).toList(),
            report.unreadable()));
  }

  private static Shard shard(ShelfSnapshot snapshot, ShardReport report) {
    Map<String, Integer> counts = new TreeMap<>();
    for (Lane lane : Lane.values()) {
      snapshot
          .snapshot()
          .inventory(lane)
          .forEach((key, hash) -> counts.merge(key.kind().name(), 1, Integer::sum));
    }
    List<String> notices = new ArrayList<>();
    for (List<Notice> each : new TreeMap<>(report.notices()).values()) {
      each.forEach(
          notice ->
              notices.add(
                  notice.origin()
                      + " "
                      + notice.object()
                      + " "
                      + notice.field()
                      + ": "
                      + notice.message()));
    }
    return new Shard(
        snapshot.snapshot().id().text(),
        snapshot.snapshot().endpointsRoot().text(),
        snapshot.label().published().toString(),
        snapshot.label().serial(),
        counts,
        report.admitted(),
        new TreeMap<>(report.rejected())
            .values().stream().limit(LIMIT).map(SnapshotEndpoint::rejection).toList(),
        notices.stream().limit(LIMIT).toList());
  }

  private static Rejection rejection(Verdict verdict) {
    return new Rejection(
        verdict.route().toString(),
        verdict.origin().toString(),
        verdict.host(),
        verdict.reason() == null ? "" : verdict.reason().text(),
        verdict.field(),
        verdict.message());
  }

  private static Subscriber subscriber(SubscriberView view) {
    return new Subscriber(
        view.router(),
        view.shard(),
        view.peer(),
        view.state(),
        text(view.offered()),
        text(view.effective()),
        view.rejectionCount());
  }

  private static String text(@Nullable Object value) {
    return Objects.toString(value, "");
  }

  /** Everything. */
  record Body(Map<String, Shard> shards, List<Subscriber> subscribers, Manifests manifests) {}

  /** One shard: ids, counts of resources by kind, decisions. */
  record Shard(
      String config,
      String endpoints,
      String published,
      long serial,
      Map<String, Integer> resources,
      int admitted,
      List<Rejection> rejected,
      List<String> notices) {}

  /** A Route that was refused. */
  record Rejection(
      String route, String source, String host, String reason, String field, String message) {}

  /** A connected router. */
  record Subscriber(
      String router,
      String shard,
      String peer,
      String state,
      String offered,
      String effective,
      long rejections) {}

  /** The manifests behind it all. */
  record Manifests(
      int files,
      int objects,
      Map<String, Integer> ignored,
      List<String> problems,
      String unreadable) {}
}
