package dev.causeway.controlplane.boot;

import dev.causeway.manifests.ingress.IngressOptions;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which Ingresses become Routes, keys {@code causeway.ingress.*}.
 *
 * @param controller {@code spec.controller} of the IngressClasses that are ours. Beside OKD's own
 *     controller it must not be {@code openshift.io/ingress-to-route}
 * @param classLess whether Ingresses that name no class are ours too. Beside OKD's own controller,
 *     which takes these, it must stay false
 */
@ConfigurationProperties("causeway.ingress")
public record IngressProperties(
    @DefaultValue("causeway.dev/ingress") String controller,
    @DefaultValue("false") boolean classLess) {
  /** Checks the name of the controller. */
  public IngressProperties {
    // As the API server has it: a domain, a slash and a path.
    if (!controller.matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?/[A-Za-z0-9/_.~%!$&'()*+,;=:-]+")
        || controller.length() > 250) {
      throw new StartupException(
          "causeway.ingress.controller is \""
              + controller
              + "\", which no IngressClass can have: give a domain and a path, such as"
              + " causeway.dev/ingress");
    }
  }

  /** Returns the options of the conversion. */
  IngressOptions options() {
    return new IngressOptions(controller, classLess);
  }
}
