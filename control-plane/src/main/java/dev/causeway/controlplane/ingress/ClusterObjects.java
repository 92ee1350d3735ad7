package dev.causeway.controlplane.ingress;

import dev.causeway.manifests.ServiceMapping;
import dev.causeway.manifests.ingress.IngressClaim;
import dev.causeway.manifests.ingress.IngressOptions;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.input.Origin;
import dev.causeway.routing.input.ServiceInput;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.openshift.api.model.Route;
import io.fabric8.openshift.api.model.RouteBuilder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the cluster holds, as the watches told: Ingresses, their classes, Services, and the Routes
 * that an Ingress controls. Says which Ingresses a change concerns. Thread-safe.
 */
final class ClusterObjects implements AutoCloseable {
  private final IngressOptions options;
  private final Consumer<IngressKey> changed;
  private final IngressGauges gauges;
  private final List<Watch<? extends HasMetadata>> watches;
  private final Map<IngressKey, Ingress> ingresses = new HashMap<>();
  private final Map<String, String> controllers = new HashMap<>();
  private final Map<ObjectKey, ServiceInput> services = new HashMap<>();
  private final Map<IngressKey, Map<String, Route>> routes = new HashMap<>();
  private final Map<String, Set<IngressKey>> ownersByRoute = new HashMap<>();
  private final Map<ObjectKey, Set<IngressKey>> byService = new HashMap<>();
  private final Map<IngressKey, Set<ObjectKey>> references = new HashMap<>();
  private volatile boolean complete;

  /**
   * Begins to watch.
   *
   * @param options which Ingresses are ours
   * @param changed hears of Ingresses to look at
   * @param gauges tell of Ingresses and Routes, until this is closed
   */
  ClusterObjects(
      KubernetesClient client,
      IngressOptions options,
      Consumer<IngressKey> changed,
      IngressGauges gauges) {
    this.options = options;
    this.changed = changed;
    this.gauges = gauges;
    this.watches =
        List.of(
            new Watch<>(
                "Ingresses",
                client.network().v1().ingresses().inAnyNamespace(),
                ingress -> ingress,
                ingress -> put(IngressKey.of(ingress), ingress),
                ingress -> put(IngressKey.of(ingress), null)),
            new Watch<>(
                "IngressClasses",
                client.network().v1().ingressClasses(),
                each -> each,
                each -> controller(each.getMetadata().getName(), controllerOf(each)),
                each -> controller(each.getMetadata().getName(), null)),
            new Watch<>(
                "Services",
                client.services().inAnyNamespace(),
                ClusterObjects::bare,
                service -> service(service, true),
                service -> service(service, false)),
            new Watch<>(
                "Routes",
                client.resources(Route.class).inAnyNamespace(),
                ClusterObjects::bare,
                this::route,
                this::routeGone));
    listed().thenRun(() -> complete = true);
  }

  /** Returns what completes when everything has been seen. */
  CompletableFuture<Void> listed() {
    return CompletableFuture.allOf(
        watches.stream().map(Watch::listed).toArray(CompletableFuture[]::new));
  }

  private static String controllerOf(IngressClass of) {
    return of.getSpec() == null ? "" : Objects.requireNonNullElse(of.getSpec().getController(), "");
  }

  private static Service bare(Service service) {
    Service bare = new Service();
    bare.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(service.getMetadata().getNamespace())
            .withName(service.getMetadata().getName())
            .withResourceVersion(service.getMetadata().getResourceVersion())
            .build());
    return bare;
  }

  private static Route bare(Route route) {
    return new RouteBuilder()
        .withNewMetadata()
        .withNamespace(route.getMetadata().getNamespace())
        .withName(route.getMetadata().getName())
        .withResourceVersion(route.getMetadata().getResourceVersion())
        .endMetadata()
        .build();
  }

  private void put(IngressKey key, @Nullable Ingress ingress) {
    synchronized (this) {
      if (ingress == null) {
        ingresses.remove(key);
      } else {
        ingresses.put(key, ingress);
      }
    }
    if (ingress == null) {
      gauges.ingressGone(key);
    } else {
      gauges.ingress(key, this);
    }
    changed.accept(key);
  }

  private void controller(String name, @Nullable String controller) {
    Set<IngressKey> concerned = new HashSet<>();
    synchronized (this) {
      String before =
          controller == null ? controllers.remove(name) : controllers.put(name, controller);
      if (!Objects.equals(before, controller)) {
        ingresses.forEach(
            (key, ingress) -> {
              if (name.equals(IngressClaim.className(ingress))) {
                concerned.add(key);
              }
            });
      }
    }
    concerned.forEach(changed);
  }

  private void service(Service service, boolean present) {
    ObjectKey key =
        new ObjectKey(
            InputKind.SERVICE, IngressKey.namespace(service), service.getMetadata().getName());
    ServiceInput now = present ? ServiceMapping.map(service, Origin.UNKNOWN) : null;
    Set<IngressKey> concerned;
    synchronized (this) {
      ServiceInput before = now == null ? services.remove(key) : services.put(key, now);
      if (before != null && now != null && before.ports().equals(now.ports())) {
        return;
      }
      concerned = Set.copyOf(byService.getOrDefault(key, Set.of()));
    }
    concerned.forEach(changed);
  }

  private void route(Route route) {
    IngressKey owner = route.getSpec() == null ? null : IngressKey.ownerOf(route);
    replace(route, owner);
  }

  private void routeGone(Route route) {
    replace(route, null);
  }

  /** A Route whose owner changed concerns the former one too. */
  private void replace(Route route, @Nullable IngressKey owner) {
    String name = route.getMetadata().getName();
    String path = IngressKey.namespace(route) + "/" + name;
    Set<IngressKey> concerned = new HashSet<>();
    synchronized (this) {
      for (IngressKey before : ownersByRoute.getOrDefault(path, Set.of())) {
        concerned.add(before);
        Map<String, Route> of = routes.get(before);
        if (of != null && of.remove(name) != null && of.isEmpty()) {
          routes.remove(before);
        }
      }
      ownersByRoute.remove(path);
      if (owner != null) {
        concerned.add(owner);
        ownersByRoute.put(path, Set.of(owner));
        routes.computeIfAbsent(owner, _ -> new HashMap<>()).put(name, route);
      }
    }
    IngressGauges.RouteKey key = new IngressGauges.RouteKey(IngressKey.namespace(route), name);
    if (owner == null) {
      gauges.routeGone(key);
    } else {
      String host = Objects.requireNonNullElse(route.getSpec().getHost(), "");
      gauges.route(key, host, owner, this);
    }
    concerned.forEach(changed);
  }

  /** Returns the Ingress, or null. */
  synchronized @Nullable Ingress ingress(IngressKey key) {
    return ingresses.get(key);
  }

  /** Returns whether an Ingress sets {@code spec.ingressClassName}. */
  synchronized boolean hasClassName(IngressKey key) {
    Ingress ingress = ingresses.get(key);
    return ingress != null
        && ingress.getSpec() != null
        && !Objects.requireNonNullElse(ingress.getSpec().getIngressClassName(), "").isEmpty();
  }

  /**
   * Returns 1 if an Ingress is gone or not ours, so that nobody keeps its Routes in step, or 0; not
   * a number before everything has been seen.
   */
  synchronized double unmanaged(IngressKey key) {
    if (!complete) {
      return Double.NaN;
    }
    Ingress ingress = ingresses.get(key);
    return ingress != null
            && IngressClaim.of(ingress, controllers::get, options) == IngressClaim.CLAIMED
        ? 0
        : 1;
  }

  /** Returns all Ingresses. */
  synchronized Set<IngressKey> ingresses() {
    return Set.copyOf(ingresses.keySet());
  }

  /** Returns the Routes whose controller is an Ingress of that name. */
  synchronized List<Route> routes(IngressKey key) {
    return List.copyOf(routes.getOrDefault(key, Map.of()).values());
  }

  synchronized @Nullable String controllerOf(String ingressClass) {
    return controllers.get(ingressClass);
  }

  /** Returns a Service of which {@code owner} hears from now on. */
  synchronized @Nullable ServiceInput service(IngressKey owner, ObjectKey key) {
    byService.computeIfAbsent(key, _ -> new HashSet<>()).add(owner);
    references.computeIfAbsent(owner, _ -> new HashSet<>()).add(key);
    return services.get(key);
  }

  /** Notes all that {@code owner} refers to from now on. */
  synchronized void settle(IngressKey owner, Set<ObjectKey> now) {
    Set<ObjectKey> before = references.getOrDefault(owner, new HashSet<>());
    for (ObjectKey key : Set.copyOf(before)) {
      Set<IngressKey> of = byService.get(key);
      if (!now.contains(key) && before.remove(key) && of != null) {
        of.remove(owner);
        if (of.isEmpty()) {
          byService.remove(key);
        }
      }
    }
    if (before.isEmpty()) {
      references.remove(owner);
    }
  }

  @Override
  public void close() {
    watches.forEach(Watch::close);
    gauges.close();
  }
}
