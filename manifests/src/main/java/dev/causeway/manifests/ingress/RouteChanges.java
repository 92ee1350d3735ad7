package dev.causeway.manifests.ingress;

import static dev.causeway.manifests.ingress.IngressFields.nonNull;
import static dev.causeway.manifests.ingress.IngressFields.text;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.openshift.api.model.Route;
import io.fabric8.openshift.api.model.RouteBuilder;
import io.fabric8.openshift.api.model.RouteSpec;
import io.fabric8.openshift.api.model.TLSConfig;
import io.fabric8.openshift.api.model.TLSConfigBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has to be written so that the Routes of an Ingress are as they should be (IN-024 to IN-026).
 *
 * @param creates Routes to create
 * @param updates Routes to replace, each with the version it was made from
 * @param deletes Routes to delete: they stand for nothing any more
 * @param kept Routes that stay, as they are now; those of {@code updates} are among them
 */
public record RouteChanges(
    List<Route> creates, List<Route> updates, List<Route> deletes, List<Route> kept) {
  private static final Comparator<Route> OLDEST_FIRST =
      Comparator.comparing((Route route) -> text(route.getMetadata().getCreationTimestamp()))
          .thenComparing(route -> route.getMetadata().getName());

  /** Copies the lists. */
  public RouteChanges {
    creates = List.copyOf(creates);
    updates = List.copyOf(updates);
    deletes = List.copyOf(deletes);
    kept = List.copyOf(kept);
  }

  /**
   * Compares.
   *
   * @param ingress the Ingress
   * @param conversion what it comes to, claimed
   * @param existing the Routes it owns; none is changed
   */
  public static RouteChanges of(
      Ingress ingress, IngressConversion conversion, List<Route> existing) {
    List<Route> left = new ArrayList<>(existing);
    left.sort(OLDEST_FIRST);
    List<Route> creates = new ArrayList<>();
    List<Route> updates = new ArrayList<>();
    List<Route> kept = new ArrayList<>();
    for (Route desired : conversion.routes()) {
      Route match = take(left, desired);
      if (match == null) {
        creates.add(desired);
        continue;
      }
      kept.add(match);
      RouteSpec spec = preserving(desired.getSpec(), match.getSpec(), ingress);
      if (!isEqual(desired, spec, match, conversion.followsLabels())) {
        updates.add(replaced(desired, spec, match, conversion.followsLabels()));
      }
    }
    return new RouteChanges(creates, updates, left, kept);
  }

  private static @Nullable Route take(List<Route> left, Route desired) {
    for (Route route : left) {
      if (isFor(route, desired)) {
        left.remove(route);
        return route;
      }
    }
    return null;
  }

  /** Returns whether both are for the same host and path (IN-005). */
  public static boolean isFor(Route one, Route other) {
    return text(one.getSpec().getHost()).equals(text(other.getSpec().getHost()))
        && text(one.getSpec().getPath()).equals(text(other.getSpec().getPath()));
  }

  private static RouteSpec preserving(RouteSpec desired, RouteSpec existing, Ingress ingress) {
    RouteSpec spec = new RouteBuilder().withSpec(desired).build().getSpec();
    if (existing.getTo() != null) {
      spec.getTo().setWeight(existing.getTo().getWeight());
    }
    TLSConfig before = existing.getTls();
    if (spec.getTls() != null && before != null) {
      TLSConfigBuilder tls =
          new TLSConfigBuilder(spec.getTls())
              .withCaCertificate(before.getCaCertificate())
              .withInsecureEdgeTerminationPolicy(before.getInsecureEdgeTerminationPolicy());
      if ("reencrypt".equals(spec.getTls().getTermination())
          && !IngressConverter.namesDestinationCa(ingress)) {
        tls.withDestinationCACertificate(before.getDestinationCACertificate());
      }
      spec.setTls(tls.build());
    }
    return spec;
  }

  /** Compares what counts: not weights and header actions, which users may set on their own. */
  private static boolean isEqual(
      Route desired, RouteSpec spec, Route existing, boolean followsLabels) {
    RouteSpec now = existing.getSpec();
    OwnerReference owner = IngressOwner.reference(existing);
    return now.getTo() != null
        && text(now.getTo().getName()).equals(spec.getTo().getName())
        && wildcard(now).equals(wildcard(spec))
        && nonNull(now.getAlternateBackends()).isEmpty()
        && port(now).equals(port(spec))
        && tls(now.getTls()).equals(tls(spec.getTls()))
        && texts(existing.getMetadata().getAnnotations())
            .equals(texts(desired.getMetadata().getAnnotations()))
        && (!followsLabels
            || texts(existing.getMetadata().getLabels())
                .equals(texts(desired.getMetadata().getLabels())))
        && owner != null
        && IngressConverter.API_VERSION.equals(owner.getApiVersion());
  }

  private static String wildcard(RouteSpec spec) {
    // The API server may leave the default out.
    String policy = text(spec.getWildcardPolicy());
    return policy.isEmpty() ? "None" : policy;
  }

  private static String port(RouteSpec spec) {
    return spec.getPort() == null || spec.getPort().getTargetPort() == null
        ? ""
        : String.valueOf(spec.getPort().getTargetPort().getValue());
  }

  /** Every field of a TLS block; absent and empty are the same. */
  private static List<String> tls(@Nullable TLSConfig tls) {
    return tls == null
        ? List.of()
        : List.of(
            text(tls.getTermination()),
            text(tls.getCertificate()),
            text(tls.getKey()),
            text(tls.getCaCertificate()),
            text(tls.getDestinationCACertificate()),
            text(tls.getInsecureEdgeTerminationPolicy()),
            tls.getExternalCertificate() == null
                ? ""
                : text(tls.getExternalCertificate().getName()));
  }

  private static Map<String, String> texts(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : map;
  }

  private static Route replaced(
      Route desired, RouteSpec spec, Route existing, boolean followsLabels) {
    Route next = new RouteBuilder(existing).withSpec(spec).withStatus(null).build();
    next.getMetadata().setAnnotations(desired.getMetadata().getAnnotations());
    next.getMetadata().setOwnerReferences(desired.getMetadata().getOwnerReferences());
    if (followsLabels) {
      next.getMetadata().setLabels(desired.getMetadata().getLabels());
    }
    return next;
  }

  /** Names counts only: Routes hold private keys. */
  @Override
  public String toString() {
    return "RouteChanges[%d to create, %d to update, %d to delete, %d kept]"
        .formatted(creates.size(), updates.size(), deletes.size(), kept.size());
  }
}
