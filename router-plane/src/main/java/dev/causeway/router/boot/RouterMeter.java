package dev.causeway.router.boot;

import dev.causeway.router.engine.TrafficMeters;
import dev.causeway.router.engine.TrafficPath;
import dev.causeway.router.failure.FailureCategory;
import dev.causeway.router.http.Cut;
import dev.causeway.router.http.Refusal;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Every meter of the router; {@code docs/metrics.md} lists these. The number of series is fixed at
 * start and does not grow with routes.
 */
enum RouterMeter {
  REQUESTS(
      "requests",
      Meter.Type.COUNTER,
      "exchanges",
      "Exchanges that ended, by path through the router, class of the status sent (`none` if the"
          + " exchange was cut before), and why it failed."),
  REQUEST_DURATION(
      "request.duration",
      Meter.Type.TIMER,
      RouterMeter.SECONDS,
      "Time from the end of a request's head to the end of its exchange, by path through the router;"
          + " tunnels are left out."),
  REFUSALS("refusals", Meter.Type.COUNTER, "requests", "Requests refused while they were read."),
  CUTS(
      "client.cuts",
      Meter.Type.COUNTER,
      "connections",
      "Client connections ended without an answer, by what they did."),
  REQUESTS_ACTIVE("requests.active", Meter.Type.GAUGE, "exchanges", "Exchanges under way."),
  CLIENT_CONNECTIONS(
      "client.connections", Meter.Type.GAUGE, "connections", "Open client connections."),
  BUFFERS(
      "buffers",
      Meter.Type.GAUGE,
      "bytes",
      "Direct memory that buffers of traffic take; from 80 % of what there is, requests get 503 and"
          + " connections are not accepted."),
  UPSTREAM_CONNECTIONS(
      "upstream.connections", Meter.Type.GAUGE, "connections", "Open connections to endpoints."),
  UPSTREAM_CONNECTS(
      "upstream.connects", Meter.Type.COUNTER, "connections", "Connections to endpoints opened."),
  UPSTREAM_CONNECT_FAILURES(
      "upstream.connect.failures",
      Meter.Type.COUNTER,
      "attempts",
      "Attempts to connect to an endpoint that failed."),
  UPSTREAM_REUSES(
      "upstream.reuses",
      Meter.Type.COUNTER,
      "requests",
      "Requests sent on a connection that was open already."),
  ENDPOINTS_OUT(
      "endpoints.out",
      Meter.Type.GAUGE,
      "endpoints",
      "Endpoints that get no new requests although the control plane offers them, by why: a health"
          + " check failed, or requests did."),
  ACCESS_LOG_DROPPED(
      "access.log.dropped",
      Meter.Type.COUNTER,
      "lines",
      "Lines of the access log that were lost: made faster than they could be written, or not"
          + " taken."),
  STREAM_CONNECTED(
      "stream.connected",
      Meter.Type.GAUGE,
      "1 or 0",
      "Whether a stream to a control plane is open."),
  STREAM_SILENCE(
      "stream.silence",
      Meter.Type.GAUGE,
      RouterMeter.SECONDS,
      "Time since the control plane was last heard; not a number before."),
  STREAM_CONNECTS(
      "stream.connects", Meter.Type.COUNTER, "streams", "Streams that delivered something."),
  SNAPSHOT_AGE(
      "snapshot.age",
      Meter.Type.GAUGE,
      RouterMeter.SECONDS,
      "Time since the configuration last changed or was confirmed; not a number before."),
  SNAPSHOT_FINGERPRINT(
      "snapshot.fingerprint",
      Meter.Type.GAUGE,
      "",
      "First 12 digits of the id of the snapshot that serves, as a number to compare routers by."),
  SNAPSHOT_REJECTIONS(
      "snapshot.rejections",
      Meter.Type.GAUGE,
      "resources",
      "Resources that are not served as offered."),
  SNAPSHOT_COMMITS(
      "snapshot.commits", Meter.Type.COUNTER, "transactions", "Transactions committed."),
  SNAPSHOT_RESYNCS("snapshot.resyncs", Meter.Type.COUNTER, "drifts", "Drifts noticed."),
  ENDPOINT_UPDATES(
      "endpoint.updates", Meter.Type.COUNTER, "messages", "Endpoint messages applied.");

  /** Status classes 1xx to 5xx, and none for exchanges that were cut. */
  static final int CLASSES = 6;

  /** Reason of {@link #ENDPOINTS_OUT}: a health check. */
  static final String FAILING = "failing";

  /** Reason of {@link #ENDPOINTS_OUT}: traffic. */
  static final String EJECTED = "ejected";

  private static final String SECONDS = "seconds";

  /** Upper bounds of the buckets of times. */
  private static final List<Duration> BOUNDS =
      LongStream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000)
          .mapToObj(Duration::ofMillis)
          .toList();

  private final String id;
  private final Meter.Type type;
  private final String unit;
  private final String meaning;

  RouterMeter(String name, Meter.Type type, String unit, String meaning) {
    this.id = "causeway." + name;
    this.type = type;
    this.unit = unit;
    this.meaning = meaning;
  }

  private static <E> List<String> values(E[] all, Function<E, String> text) {
    return Arrays.stream(all).map(text).toList();
  }

  /** Returns the value of the tag {@code status}. */
  static String statusClass(int statusClass) {
    return statusClass == TrafficMeters.NO_STATUS ? "none" : statusClass + "xx";
  }

  /** Returns the value of the tag {@code failure}. */
  static String failure(@Nullable FailureCategory failure) {
    return failure == null ? "none" : failure.label();
  }

  /** Returns the value of the tag {@code reason}. */
  static String reason(Enum<?> refusal) {
    return refusal.name().toLowerCase(Locale.ROOT);
  }

  /** Returns the name in Micrometer's spelling. */
  String id() {
    return id;
  }

  /** Returns the kind of meter. */
  Meter.Type type() {
    return type;
  }

  /** Returns what is counted or measured, for people. */
  String unit() {
    return unit;
  }

  /** Returns a sentence for people. */
  String meaning() {
    return meaning;
  }

  /** Returns every value of every tag. */
  Map<String, List<String>> tags() {
    return switch (this) {
      case REQUESTS -> outcomes();
      case REQUEST_DURATION -> Map.of("path", values(TrafficPath.values(), TrafficPath::label));
      case REFUSALS -> Map.of("reason", values(Refusal.values(), RouterMeter::reason));
      case CUTS -> Map.of("reason", values(Cut.values(), RouterMeter::reason));
      case ENDPOINTS_OUT -> Map.of("reason", List.of(FAILING, EJECTED));
      case REQUESTS_ACTIVE,
          CLIENT_CONNECTIONS,
          BUFFERS,
          UPSTREAM_CONNECTIONS,
          UPSTREAM_CONNECTS,
          UPSTREAM_CONNECT_FAILURES,
          UPSTREAM_REUSES,
          ACCESS_LOG_DROPPED,
          STREAM_CONNECTED,
          STREAM_SILENCE,
          STREAM_CONNECTS,
          SNAPSHOT_AGE,
          SNAPSHOT_FINGERPRINT,
          SNAPSHOT_REJECTIONS,
          SNAPSHOT_COMMITS,
          SNAPSHOT_RESYNCS,
          ENDPOINT_UPDATES ->
          Map.of();
    };
  }

  private static Map<String, List<String>> outcomes() {
    Map<String, List<String>> tags = new LinkedHashMap<>();
    tags.put("path", values(TrafficPath.values(), TrafficPath::label));
    tags.put("status", IntStream.range(0, CLASSES).mapToObj(RouterMeter::statusClass).toList());
    List<String> failures = new ArrayList<>();
    failures.add(failure(null));
    failures.addAll(values(FailureCategory.values(), FailureCategory::label));
    tags.put("failure", failures);
    return tags;
  }

  /** Returns the builder of a gauge that reads {@code source}. */
  <T> Gauge.Builder<T> gauge(T source, ToDoubleFunction<T> value) {
    return Gauge.builder(id, source, value).description(meaning);
  }

  /** Returns the builder of a gauge that reads seconds from {@code source}. */
  <T> TimeGauge.Builder<T> age(T source, ToDoubleFunction<T> seconds) {
    return TimeGauge.builder(id, source, TimeUnit.SECONDS, seconds).description(meaning);
  }

  /** Returns the builder of a histogram of times. */
  Timer.Builder histogram() {
    return Timer.builder(id)
        .description(meaning)
        .serviceLevelObjectives(BOUNDS.toArray(Duration[]::new));
  }

  /** Returns the builder of a counter that reads {@code source}. */
  <T> FunctionCounter.Builder<T> counter(T source, ToDoubleFunction<T> value) {
    return FunctionCounter.builder(id, source, value).description(meaning);
  }
}
