package dev.causeway.controlplane.status;

import dev.causeway.routing.input.ObjectKey;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.openshift.api.model.Route;
import io.fabric8.openshift.api.model.RouteIngress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes {@code routes/status} and decides what a failure means; needs {@code patch}. Thread-safe.
 *
 * <p>The write is a merge patch of {@code status.ingress} that names the version that was read. It
 * is as strict as an update, and carries no labels and annotations, which OKD's API server would
 * take from the body of an update of the status.
 */
final class RouteStatusApi {
  private static final Logger LOG = LoggerFactory.getLogger(RouteStatusApi.class);

  // RT-086
  private static final Duration FIRST_RETRY = Duration.ofMillis(20);
  private static final int RETRY_FACTOR = 4;
  private static final double RETRY_JITTER = 0.5;
  private static final Duration LAST_RETRY = Duration.ofSeconds(30);

  private final KubernetesClient client;
  private final Duration forbiddenRetry;
  private final StatusMeters meters;
  private final Map<ObjectKey, Integer> failures = new ConcurrentHashMap<>();
  private final Map<String, Long> forbiddenUntil = new ConcurrentHashMap<>();

  /** What came of a write. */
  sealed interface Outcome {}

  /**
   * It is written.
   *
   * @param state the Route as it is since
   */
  record Written(RouteState state) implements Outcome {}

  /**
   * It is not, and has to be planned again.
   *
   * @param delay when
   */
  record Later(Duration delay) implements Outcome {}

  /** There is no such Route any more. */
  record Gone() implements Outcome {}

  RouteStatusApi(KubernetesClient client, Duration forbiddenRetry, StatusMeters meters) {
    this.client = client;
    this.forbiddenRetry = forbiddenRetry;
    this.meters = meters;
  }

  /** Writes {@code ingress} if the Route is still as {@code read}. */
  Outcome write(ObjectKey key, RouteState read, List<RouteIngress> ingress) {
    Route target = new Route();
    target.setMetadata(
        new ObjectMetaBuilder().withNamespace(key.namespace()).withName(key.name()).build());
    String patch =
        client
            .getKubernetesSerialization()
            .asJson(
                Map.of(
                    "metadata",
                    Map.of("resourceVersion", read.resourceVersion()),
                    "status",
                    Map.of("ingress", ingress)));
    try {
      Route written =
          client
              .resource(target)
              .subresource("status")
              .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
      meters.written.increment();
      failures.remove(key);
      allowed(key.namespace());
      return new Written(RouteState.of(written));
    } catch (KubernetesClientException e) {
      return switch (e.getCode()) {
        case 404 -> {
          meters.gone.increment();
          failures.remove(key);
          yield new Gone();
        }
        case 409 -> {
          meters.conflicts.increment();
          yield new Later(backOff(key));
        }
        case 403 -> {
          meters.forbidden.increment();
          yield forbidden(key.namespace());
        }
        default -> {
          meters.failed.increment();
          if (!failures.containsKey(key)) {
            LOG.warn("the status of {} cannot be written, tried again: {}", key, e.getMessage());
          }
          yield new Later(backOff(key));
        }
      };
    }
  }

  private Duration backOff(ObjectKey key) {
    int failed = failures.merge(key, 1, Integer::sum);
    double delay =
        Math.min(
            FIRST_RETRY.toNanos() * Math.pow(RETRY_FACTOR, failed - 1.0),
            (double) LAST_RETRY.toNanos());
    return Duration.ofNanos(
        (long) (delay * (1 + RETRY_JITTER * ThreadLocalRandom.current().nextDouble())));
  }

  private Outcome forbidden(String namespace) {
    if (forbiddenUntil.put(namespace, System.nanoTime() + forbiddenRetry.toNanos()) == null) {
      LOG.warn(
          "the API server forbids to write the status of Routes in namespace {}: allow patch of"
              + " routes/status. Routes are served all the same; tried again every {} s",
          namespace,
          forbiddenRetry.toSeconds());
    }
    return new Later(forbiddenRetry);
  }

  private void allowed(String namespace) {
    if (forbiddenUntil.remove(namespace) != null) {
      LOG.info("the status of Routes in namespace {} can be written again", namespace);
    }
  }

  /** Returns how long a write of this Route must wait because its namespace is forbidden. */
  Duration rest(ObjectKey key) {
    Long until = forbiddenUntil.get(key.namespace());
    return until == null ? Duration.ZERO : Duration.ofNanos(until - System.nanoTime());
  }

  /** Forgets the failures of a Route that is as it should be. */
  void forget(ObjectKey key) {
    failures.remove(key);
  }
}
