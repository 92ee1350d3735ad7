package dev.causeway.manifests;

import static dev.causeway.manifests.MetadataMapping.text;

import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.input.Origin;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Ingresses and IngressClasses of files. */
final class IngressMapping {
  private static final List<String> FIELDS =
      List.of(
          "spec.defaultBackend",
          "spec.ingressClassName",
          "metadata.annotations.kubernetes.io/ingress.class",
          "metadata.annotations.route.openshift.io/reconcile-labels");

  private IngressMapping() {}

  /**
   * Maps an Ingress.
   *
   * @param lineOf tells the line of the deepest part of a field path that is there
   */
  static IngressObject.Rules map(Ingress ingress, Origin origin, ToIntFunction<String> lineOf) {
    // The kind of the key plays no part: name and namespace are checked and completed alike.
    ObjectKey key = MetadataMapping.key(InputKind.ROUTE, ingress.getMetadata(), "default");
    ingress.getMetadata().setNamespace(key.namespace());
    Map<String, Integer> lines = new TreeMap<>();
    FIELDS.forEach(field -> lines.put(field, lineOf.applyAsInt(field)));
    if (ingress.getSpec() != null) {
      elements("spec.tls", ingress.getSpec().getTls());
      List<IngressRule> rules = elements("spec.rules", ingress.getSpec().getRules());
      for (int i = 0; i < rules.size(); i++) {
        rule("spec.rules[" + i + "]", rules.get(i), lines, lineOf);
      }
    }
    return new IngressObject.Rules(ingress, origin, lines);
  }

  private static void rule(
      String field, IngressRule rule, Map<String, Integer> lines, ToIntFunction<String> lineOf) {
    lines.put(field, lineOf.applyAsInt(field));
    List<HTTPIngressPath> paths =
        rule.getHttp() == null
            ? List.of()
            : elements(field + ".http.paths", rule.getHttp().getPaths());
    for (int j = 0; j < paths.size(); j++) {
      String path = field + ".http.paths[" + j + "]";
      for (String part : List.of("", ".pathType", ".backend", ".backend.service.port")) {
        lines.put(path + part, lineOf.applyAsInt(path + part));
      }
    }
  }

  static IngressObject.ClassOfIngresses map(IngressClass of, Origin origin) {
    ObjectKey key = MetadataMapping.key(InputKind.NAMESPACE, of.getMetadata(), "");
    return new IngressObject.ClassOfIngresses(
        key.name(), of.getSpec() == null ? "" : text(of.getSpec().getController()), origin);
  }

  private static <T> List<T> elements(String field, @Nullable List<T> list) {
    if (list == null) {
      return List.of();
    }
    int empty = list.indexOf(null);
    if (empty >= 0) {
      throw new FieldException(field + "[" + empty + "]", "is empty");
    }
    return list;
  }
}
