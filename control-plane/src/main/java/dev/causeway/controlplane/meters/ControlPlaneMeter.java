package dev.causeway.controlplane.meters;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Every meter of the control plane; {@code docs/metrics.md} lists these. The number of series is
 * bounded: no tag has a value that comes from a manifest, but for the two of OKD (MX-011), which
 * have a series for each object.
 */
public enum ControlPlaneMeter {
  /** Files. */
  MANIFEST_FILES("manifest.files", Meter.Type.GAUGE, "files", "Files that are read."),
  /** Objects. */
  MANIFEST_OBJECTS("manifest.objects", Meter.Type.GAUGE, "objects", "Objects in use."),
  /** Problems. */
  MANIFEST_PROBLEMS(
      "manifest.problems",
      Meter.Type.GAUGE,
      "problems",
      "Problems with manifests that stand at this moment."),
  /** Admitted Routes. */
  ROUTES_ADMITTED(
      "routes.admitted", Meter.Type.GAUGE, "Routes", "Routes admitted, summed over all shards."),
  /** Rejected Routes. */
  ROUTES_REJECTED(
      "routes.rejected", Meter.Type.GAUGE, "Routes", "Routes rejected, summed over all shards."),
  /** Rounds of the pipeline. */
  PIPELINE_ROUND(
      "pipeline.round",
      Meter.Type.TIMER,
      "seconds",
      "Time from taking changes to having published them."),
  /** Routers. */
  STREAM_SUBSCRIBERS("stream.subscribers", Meter.Type.GAUGE, "routers", "Routers connected."),
  /** Standing rejections. */
  STREAM_REJECTIONS(
      "stream.rejections",
      Meter.Type.GAUGE,
      "resources",
      "Resources that connected routers reject at this moment."),
  /** Transactions. */
  STREAM_TRANSACTIONS(
      "stream.transactions", Meter.Type.COUNTER, "transactions", "Transactions sent to routers."),
  /** Resources. */
  STREAM_RESOURCES(
      "stream.resources",
      Meter.Type.COUNTER,
      "resources",
      "Resources sent to routers, without endpoint sets."),
  /** Endpoint sets. */
  STREAM_ENDPOINT_SETS(
      "stream.endpoint.sets", Meter.Type.COUNTER, "sets", "Endpoint sets sent to routers."),
  /** Resyncs. */
  STREAM_RESYNCS(
      "stream.resyncs",
      Meter.Type.COUNTER,
      "resyncs",
      "Times a router's state was compared from scratch."),
  /** Refusals. */
  STREAM_REFUSALS(
      "stream.refusals", Meter.Type.COUNTER, "streams", "Streams refused when they were opened."),
  /** Leadership. */
  LEADER(
      "leader",
      Meter.Type.GAUGE,
      "1 or 0",
      "Whether this process leads a role; 1 in one process of all."),
  /** Writes of status. */
  STATUS_WRITES(
      "status.writes", Meter.Type.COUNTER, "writes", "Writes of status.ingress, by outcome."),
  /** Verdicts. */
  STATUS_DECISIONS(
      "status.decisions",
      Meter.Type.COUNTER,
      "verdicts",
      "Verdicts about Routes that were new, changed or withdrawn while this process led; writes are"
          + " to be compared with it."),
  /** Conditions. */
  STATUS_ACTIVATIONS(
      "status.activations",
      Meter.Type.COUNTER,
      "conditions",
      "Generations of Routes found to be held by all routers, by whether that was said together"
          + " with something else or in a write of its own."),
  /** Routes that wait for routers. */
  STATUS_NOT_ACTIVATED(
      "status.not.activated",
      Meter.Type.GAUGE,
      "entries",
      "Entries of admitted Routes whose generation not all routers are known to hold."),
  /** Contended entries. */
  STATUS_CONTENTIONS(
      "status.contentions",
      Meter.Type.COUNTER,
      "entries",
      "Entries of ours that another writer keeps changing."),
  /** Events. */
  STATUS_EVENTS(
      "status.events",
      Meter.Type.COUNTER,
      "events",
      "Events about Routes: written, held back as repetitions, dropped."),
  /** Differences in shadow mode. */
  SHADOW_DIFFERENCES(
      "shadow.differences",
      Meter.Type.GAUGE,
      "differences",
      "Differences between our verdicts and the status other routers wrote, in shadow mode; not a"
          + " number before everything was compared once."),
  /** Routes compared in shadow mode. */
  SHADOW_ROUTES(
      "shadow.routes",
      Meter.Type.GAUGE,
      "Routes",
      "Routes compared in shadow mode; not a number before everything was compared once."),
  /** Writes for Ingresses. */
  INGRESS_WRITES(
      "ingress.writes",
      Meter.Type.COUNTER,
      "writes",
      "Routes created, updated and deleted for Ingresses, and their status written."),
  /** Ingresses without {@code spec.ingressClassName}. */
  INGRESS_WITHOUT_CLASS_NAME(
      "openshift_ingress_to_route_controller_",
      "ingress_without_class_name",
      Meter.Type.GAUGE,
      "1 or 0",
      "Whether an Ingress does not set spec.ingressClassName, whatever its annotations say; told by"
          + " the leader of the role ingress."),
  /** Routes of Ingresses that nobody keeps in step. */
  ROUTE_WITH_UNMANAGED_OWNER(
      "openshift_ingress_to_route_controller_",
      "route_with_unmanaged_owner",
      Meter.Type.GAUGE,
      "1 or 0",
      "Whether the Ingress that has a Route is gone or of no class of ours, so that the Route does not"
          + " follow it; told by the leader of the role ingress, for Routes that an Ingress has, and"
          + " not a number before everything was read once.");

  private final String id;
  private final Meter.Type type;
  private final String unit;
  private final String meaning;

  ControlPlaneMeter(String name, Meter.Type type, String unit, String meaning) {
    this("causeway.", name, type, unit, meaning);
  }

  ControlPlaneMeter(String prefix, String name, Meter.Type type, String unit, String meaning) {
    this.id = prefix + name;
    this.type = type;
    this.unit = unit;
    this.meaning = meaning;
  }

  /** Returns the name in Micrometer's spelling. */
  public String id() {
    return id;
  }

  /** Returns the kind of meter. */
  public Meter.Type type() {
    return type;
  }

  /** Returns what is counted or measured, for people. */
  public String unit() {
    return unit;
  }

  /** Returns a sentence for people. */
  public String meaning() {
    return meaning;
  }

  /** Returns every value of every tag; for tags of single objects, what they name. */
  public Map<String, List<String>> tags() {
    return switch (this) {
      case LEADER -> Map.of("role", List.of("status", "ingress"));
      case STATUS_WRITES ->
          Map.of("outcome", List.of("written", "conflict", "forbidden", "gone", "failed"));
      case STATUS_ACTIVATIONS -> Map.of("write", List.of("shared", "own"));
      case STATUS_EVENTS -> Map.of("outcome", List.of("written", "repeated", "dropped"));
      case SHADOW_DIFFERENCES ->
          Map.of(
              "kind",
              List.of(
                  "only_ours",
                  "only_theirs",
                  "host",
                  "wildcard_policy",
                  "reason",
                  "no_entry",
                  "not_selected"));
      case INGRESS_WRITES -> Map.of("operation", List.of("create", "update", "delete", "status"));
      case INGRESS_WITHOUT_CLASS_NAME -> objects("name", "namespace");
      case ROUTE_WITH_UNMANAGED_OWNER -> objects("host", "name", "namespace");
      case MANIFEST_FILES,
          MANIFEST_OBJECTS,
          MANIFEST_PROBLEMS,
          ROUTES_ADMITTED,
          ROUTES_REJECTED,
          PIPELINE_ROUND,
          STREAM_SUBSCRIBERS,
          STREAM_REJECTIONS,
          STREAM_TRANSACTIONS,
          STREAM_RESOURCES,
          STREAM_ENDPOINT_SETS,
          STREAM_RESYNCS,
          STREAM_REFUSALS,
          STATUS_CONTENTIONS,
          STATUS_DECISIONS,
          STATUS_NOT_ACTIVATED,
          SHADOW_ROUTES ->
          Map.of();
    };
  }

  private static Map<String, List<String>> objects(String... names) {
    Map<String, List<String>> tags = new TreeMap<>();
    for (String name : names) {
      tags.put(name, List.of("of the object"));
    }
    return tags;
  }

  /** Returns the builder of a gauge that reads {@code source}. */
  public <T> Gauge.Builder<T> gauge(T source, ToDoubleFunction<T> value) {
    return Gauge.builder(id, source, value).description(meaning);
  }

  /** Returns the builder of a counter that reads {@code source}. */
  public <T> FunctionCounter.Builder<T> counter(T source, ToDoubleFunction<T> value) {
    return FunctionCounter.builder(id, source, value).description(meaning);
  }

  /** Returns the builder of a counter that is incremented. */
  public Counter.Builder counter() {
    return Counter.builder(id).description(meaning);
  }

  /** Returns the builder of a timer without percentiles. */
  public Timer.Builder timer() {
    return Timer.builder(id).description(meaning).publishPercentileHistogram(false);
  }
}
