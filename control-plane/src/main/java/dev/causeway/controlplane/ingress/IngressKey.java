package dev.causeway.controlplane.ingress;

import dev.causeway.manifests.ingress.IngressOwner;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.openshift.api.model.Route;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Namespace and name of an Ingress. */
record IngressKey(String namespace, String name) {
  static IngressKey of(HasMetadata ingress) {
    return new IngressKey(namespace(ingress), ingress.getMetadata().getName());
  }

  /** Returns the Ingress that controls {@code route}, or null. */
  static @Nullable IngressKey ownerOf(Route route) {
    String owner = IngressOwner.nameOf(route);
    return owner == null ? null : new IngressKey(namespace(route), owner);
  }

  static String namespace(HasMetadata object) {
    return Objects.requireNonNullElse(object.getMetadata().getNamespace(), "");
  }

  @Override
  public String toString() {
    return "Ingress " + namespace + "/" + name;
  }
}
