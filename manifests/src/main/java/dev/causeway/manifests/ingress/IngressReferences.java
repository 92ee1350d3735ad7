package dev.causeway.manifests.ingress;

import dev.causeway.routing.input.SecretInput;
import dev.causeway.routing.input.ServiceInput;
import org.jspecify.annotations.Nullable;

/**
 * The objects an Ingress may refer to. A lookup that cannot tell throws: null says that the object
 * does not exist, and Routes are deleted for that.
 */
public interface IngressReferences {
  /** Returns {@code spec.controller} of an IngressClass, or null where there is no such class. */
  @Nullable String controllerOf(String ingressClass);

  /** Returns a Service, or null where there is none. */
  @Nullable ServiceInput service(String namespace, String name);

  /** Returns a Secret, or null where there is none. */
  @Nullable SecretInput secret(String namespace, String name);
}
