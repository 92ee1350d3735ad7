package dev.causeway.manifests.ingress;

import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Whether an Ingress is ours (IN-002), and why not. */
public enum IngressClaim {
  /** The class it names is of our controller, or it names none and such Ingresses are ours. */
  CLAIMED,
  /** It names no class, and such Ingresses are not ours. */
  NO_CLASS,
  /** It names a class that does not exist. */
  UNKNOWN_CLASS,
  /** It names a class of another controller. */
  OTHER_CONTROLLER;

  /** The annotation that names a class and wins over the field (IN-001). */
  public static final String CLASS_ANNOTATION = "kubernetes.io/ingress.class";

  /**
   * Returns the name of the class of {@code ingress}: that of the annotation where it is present,
   * be it empty (IN-004), else that of the field; null where there is neither.
   */
  public static @Nullable String className(Ingress ingress) {
    String annotated = IngressFields.annotation(ingress, CLASS_ANNOTATION);
    return annotated != null || ingress.getSpec() == null
        ? annotated
        : ingress.getSpec().getIngressClassName();
  }

  /**
   * Returns whether {@code ingress} is ours.
   *
   * @param controllers {@code spec.controller} of an IngressClass by its name, or null where there
   *     is no such class
   */
  public static IngressClaim of(
      Ingress ingress, Function<String, @Nullable String> controllers, IngressOptions options) {
    String name = className(ingress);
    if (name == null) {
      return options.classless() ? CLAIMED : NO_CLASS;
    }
    String controller = controllers.apply(name);
    if (controller == null) {
      return UNKNOWN_CLASS;
    }
    return controller.equals(options.controller()) ? CLAIMED : OTHER_CONTROLLER;
  }
}
