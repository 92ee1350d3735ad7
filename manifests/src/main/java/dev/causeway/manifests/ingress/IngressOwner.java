package dev.causeway.manifests.ingress;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.openshift.api.model.Route;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whose a Route is: the Ingress that its controlling owner reference names (IN-006). */
public final class IngressOwner {
  /** Those of before stay ours, and are brought up to date (IN-025). */
  private static final Set<String> API_VERSIONS =
      Set.of(
          IngressConverter.API_VERSION, "networking.k8s.io/v1beta1", "extensions.k8s.io/v1beta1");

  private IngressOwner() {}

  /** Returns the name of the Ingress that controls {@code route}, or null. */
  public static @Nullable String nameOf(Route route) {
    OwnerReference owner = reference(route);
    return owner == null ? null : owner.getName();
  }

  /** Returns whether {@code ingress} itself, not one of the same name before, has the Route. */
  public static boolean owns(Ingress ingress, Route route) {
    OwnerReference owner = reference(route);
    return owner != null
        && ingress.getMetadata().getName().equals(owner.getName())
        && Objects.equals(ingress.getMetadata().getUid(), owner.getUid());
  }

  static @Nullable OwnerReference reference(Route route) {
    for (OwnerReference owner : IngressFields.nonNull(route.getMetadata().getOwnerReferences())) {
      if ("Ingress".equals(owner.getKind())
          && API_VERSIONS.contains(IngressFields.text(owner.getApiVersion()))
          && Boolean.TRUE.equals(owner.getController())) {
        return owner;
      }
    }
    return null;
  }
}
