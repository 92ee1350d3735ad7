package dev.causeway.manifests.ingress;

import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLS;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The fields of an Ingress, absent parts as empty ones. */
final class IngressFields {
  private IngressFields() {}

  static @Nullable String annotation(Ingress ingress, String key) {
    Map<String, String> annotations = ingress.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(key);
  }

  static List<IngressRule> rules(Ingress ingress) {
    return ingress.getSpec() == null ? List.of() : nonNull(ingress.getSpec().getRules());
  }

  static List<IngressTLS> tls(Ingress ingress) {
    return ingress.getSpec() == null ? List.of() : nonNull(ingress.getSpec().getTls());
  }

  static List<HTTPIngressPath> paths(IngressRule rule) {
    return nonNull(rule.getHttp().getPaths());
  }

  static <T> List<T> nonNull(@Nullable List<T> list) {
    return Objects.requireNonNullElse(list, List.of());
  }

  static String text(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }
}
