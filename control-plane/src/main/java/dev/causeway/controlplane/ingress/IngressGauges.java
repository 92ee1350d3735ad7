package dev.causeway.controlplane.ingress;

import dev.causeway.controlplane.meters.ControlPlaneMeter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * OKD's two gauges about Ingresses and their Routes (MX-011): a series for each object that is
 * there, as long as this process leads. Values are computed when they are read. Thread-safe.
 */
final class IngressGauges implements AutoCloseable {
  private static final String HOST = "host";

  private final MeterRegistry registry;
  private final Map<IngressKey, Meter> ingresses = new HashMap<>();
  private final Map<RouteKey, Meter> routes = new HashMap<>();
  private boolean closed;

  /** Namespace and name of a Route. */
  record RouteKey(String namespace, String name) {}

  IngressGauges(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * There is an Ingress.
   *
   * @param objects knows it, and is asked for its class at every reading
   */
  synchronized void ingress(IngressKey key, ClusterObjects objects) {
    if (closed || ingresses.containsKey(key)) {
      return;
    }
    Gauge.Builder<ClusterObjects> gauge =
        ControlPlaneMeter.INGRESS_WITHOUT_CLASS_NAME.gauge(
            objects, all -> all.hasClassName(key) ? 0 : 1);
    ingresses.put(key, register(gauge, key.namespace(), key.name()));
  }

  /** An Ingress is gone. */
  synchronized void ingressGone(IngressKey key) {
    remove(ingresses.remove(key));
  }

  /**
   * There is a Route that an Ingress has.
   *
   * @param host {@code spec.host}, or empty
   * @param objects is asked at every reading whether that Ingress is ours
   */
  synchronized void route(RouteKey key, String host, IngressKey owner, ClusterObjects objects) {
    routeGone(key);
    if (closed) {
      return;
    }
    Gauge.Builder<ClusterObjects> gauge =
        ControlPlaneMeter.ROUTE_WITH_UNMANAGED_OWNER.gauge(objects, all -> all.unmanaged(owner));
    routes.put(key, register(gauge.tag(HOST, host), key.namespace(), key.name()));
  }

  /** A Route is gone, or no Ingress has it any more. */
  synchronized void routeGone(RouteKey key) {
    remove(routes.remove(key));
  }

  private Meter register(Gauge.Builder<ClusterObjects> gauge, String namespace, String name) {
    return gauge.tag("name", name).tag("namespace", namespace).register(registry);
  }

  private void remove(@Nullable Meter meter) {
    if (meter != null) {
      registry.remove(meter);
    }
  }

  /** Removes all series, and makes none any more. */
  @Override
  public synchronized void close() {
    closed = true;
    ingresses.values().forEach(registry::remove);
    routes.values().forEach(registry::remove);
    ingresses.clear();
    routes.clear();
  }
}
