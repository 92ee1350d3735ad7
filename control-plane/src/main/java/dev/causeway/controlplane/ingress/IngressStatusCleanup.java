package dev.causeway.controlplane.ingress;

import dev.causeway.controlplane.source.kubernetes.Pages;
import dev.causeway.manifests.ingress.IngressClaim;
import dev.causeway.manifests.ingress.IngressOptions;
import dev.causeway.manifests.ingress.IngressOwner;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import io.fabric8.kubernetes.api.model.networking.v1.IngressLoadBalancerIngress;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.openshift.api.model.Route;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes host names of routers from the status of the Ingresses that are ours; addresses and host
 * names that no Route of the Ingress gave it stay. Needs {@code list} of {@code ingresses}, {@code
 * ingressclasses} and {@code routes} and {@code update} of {@code ingresses/status}, and that
 * nobody writes them meanwhile. Has to run before Routes lose their status, from which it learns
 * the names.
 */
public final class IngressStatusCleanup {
  private static final Logger LOG = LoggerFactory.getLogger(IngressStatusCleanup.class);

  private final KubernetesClient client;
  private final IngressOptions options;
  private final Set<String> hostnames;
  private int cleared;

  /**
   * Makes a clean-up that did nothing yet.
   *
   * @param client the cluster's client
   * @param options which Ingresses are ours
   * @param hostnames canonical host names of our shards, as far as they are known without Routes
   */
  public IngressStatusCleanup(
      KubernetesClient client, IngressOptions options, Set<String> hostnames) {
    this.client = client;
    this.options = options;
    this.hostnames = Set.copyOf(hostnames);
  }

  /** Returns the number of Ingresses that were cleared. */
  public int cleared() {
    return cleared;
  }

  /**
   * Goes through all Ingresses once and clears what it can.
   *
   * @return Ingresses that had host names of routers before, cleared or not
   */
  public int pass() {
    Map<String, String> controllers = new HashMap<>();
    for (IngressClass each : client.network().v1().ingressClasses().list().getItems()) {
      if (each.getSpec() != null && each.getSpec().getController() != null) {
        controllers.put(each.getMetadata().getName(), each.getSpec().getController());
      }
    }
    Map<IngressKey, List<Route>> owned = owned();
    AtomicInteger found = new AtomicInteger();
    Pages.each(
        client.network().v1().ingresses().inAnyNamespace(),
        ingresses -> {
          for (Ingress ingress : ingresses) {
            if (IngressClaim.of(ingress, controllers::get, options) == IngressClaim.CLAIMED
                && clear(ingress, owned.getOrDefault(IngressKey.of(ingress), List.of()))) {
              found.incrementAndGet();
            }
          }
        });
    return found.get();
  }

  /** Returns the Routes of Ingresses, of which nothing is kept but owner and status. */
  private Map<IngressKey, List<Route>> owned() {
    Map<IngressKey, List<Route>> owned = new HashMap<>();
    Pages.each(
        client.resources(Route.class).inAnyNamespace(),
        routes -> {
          for (Route route : routes) {
            IngressKey owner = IngressKey.ownerOf(route);
            if (owner != null) {
              route.setSpec(null);
              owned.computeIfAbsent(owner, _ -> new ArrayList<>()).add(route);
            }
          }
        });
    return owned;
  }

  private boolean clear(Ingress ingress, List<Route> routes) {
    Set<String> names = new HashSet<>(hostnames);
    names.addAll(
        IngressStatusHosts.admitting(
            routes.stream().filter(route -> IngressOwner.owns(ingress, route)).toList()));
    List<IngressLoadBalancerIngress> left = IngressStatusHosts.change(ingress, names, Set.of());
    if (left == null) {
      return false;
    }
    try {
      client
          .resource(
              new IngressBuilder(ingress)
                  .editStatus()
                  .editLoadBalancer()
                  .withIngress(left)
                  .endLoadBalancer()
                  .endStatus()
                  .build())
          .updateStatus();
      cleared++;
    } catch (KubernetesClientException e) {
      if (!IngressFailure.isConflict(e) && e.getCode() != 404) {
        LOG.warn(
            "the status of {} cannot be written, tried again: {}",
            IngressKey.of(ingress),
            IngressFailure.sentence(e));
      }
    }
    return true;
  }
}
