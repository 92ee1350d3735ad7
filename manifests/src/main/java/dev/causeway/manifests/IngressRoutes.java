package dev.causeway.manifests;

import dev.causeway.manifests.ingress.IngressClaim;
import dev.causeway.manifests.ingress.IngressConversion;
import dev.causeway.manifests.ingress.IngressConverter;
import dev.causeway.manifests.ingress.IngressOptions;
import dev.causeway.manifests.ingress.IngressReferences;
import dev.causeway.manifests.ingress.IngressRemark;
import dev.causeway.routing.input.Input;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.input.Origin;
import dev.causeway.routing.input.RouteInput;
import dev.causeway.routing.input.SecretInput;
import dev.causeway.routing.input.ServiceInput;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.openshift.api.model.Route;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The Routes that stand for the Ingresses of a folder. An Ingress is converted again only when it,
 * its class, or a Service or Secret it refers to changed. Not thread-safe.
 */
final class IngressRoutes {
  private final IngressOptions options;
  private final FileObjects<ObjectKey, Input> inputs;
  private final FileObjects<String, IngressObject> objects = new FileObjects<>();
  private final Map<String, Known> known = new TreeMap<>();
  private final Map<ObjectKey, Set<String>> byReference = new HashMap<>();
  private final Map<String, Set<String>> byClass = new HashMap<>();
  private long conversions;

  /**
   * Makes an empty set.
   *
   * @param inputs where Services and Secrets are looked up and Routes go
   */
  IngressRoutes(IngressOptions options, FileObjects<ObjectKey, Input> inputs) {
    this.options = options;
    this.inputs = inputs;
  }

  FileObjects<String, IngressObject> objects() {
    return objects;
  }

  /** Returns how often an Ingress was converted. */
  long conversions() {
    return conversions;
  }

  /**
   * Follows what a file holds now.
   *
   * @param touched identities of inputs that changed
   * @param source the file
   * @param next Ingresses and IngressClasses of the file
   * @return identities of Routes that changed
   */
  Set<ObjectKey> update(Set<ObjectKey> touched, String source, Map<String, IngressObject> next) {
    Set<String> dirty = new TreeSet<>();
    for (String identity : objects.replace(source, next)) {
      dirty.add(identity);
      dirty.addAll(byClass.getOrDefault(identity, Set.of()));
    }
    for (ObjectKey key : touched) {
      dirty.addAll(byReference.getOrDefault(key, Set.of()));
    }
    Set<ObjectKey> changed = new TreeSet<>();
    for (String identity : dirty) {
      forget(identity);
      Map<ObjectKey, Input> routes =
          objects.get(identity) instanceof IngressObject.Rules rules
              ? convert(identity, rules)
              : Map.of();
      // Sorts behind every file name, so that a Route somebody wrote wins over one of this name.
      changed.addAll(inputs.replace("\uFFFF" + identity, routes));
    }
    return changed;
  }

  private void forget(String identity) {
    Known before = known.remove(identity);
    if (before != null) {
      before.conversion.references().forEach(key -> unlink(byReference, key, identity));
      unlink(byClass, IngressObject.ClassOfIngresses.identity(before.className), identity);
    }
  }

  private static <K> void unlink(Map<K, Set<String>> index, K key, String identity) {
    Set<String> of = index.get(key);
    if (of != null && of.remove(identity) && of.isEmpty()) {
      index.remove(key);
    }
  }

  private Map<ObjectKey, Input> convert(String identity, IngressObject.Rules rules) {
    conversions++;
    Ingress ingress = rules.ingress();
    IngressConversion conversion = IngressConverter.convert(ingress, new Lookup(), options);
    String className = Objects.requireNonNullElse(IngressClaim.className(ingress), "");
    known.put(identity, new Known(rules, conversion, className));
    byClass
        .computeIfAbsent(IngressObject.ClassOfIngresses.identity(className), k -> new TreeSet<>())
        .add(identity);
    for (ObjectKey key : conversion.references()) {
      byReference.computeIfAbsent(key, k -> new TreeSet<>()).add(identity);
    }
    Map<ObjectKey, Input> routes = new LinkedHashMap<>();
    Origin origin = new Origin(rules.origin().source(), rules.origin().line(), identity);
    for (Route route : conversion.routes()) {
      route.getMetadata().setCreationTimestamp(ingress.getMetadata().getCreationTimestamp());
      RouteInput input = RouteMapping.map(route, origin);
      routes.put(input.key(), input);
    }
    return routes;
  }

  /** Returns the number of Ingresses that are another controller's. */
  int foreign() {
    return (int)
        known.values().stream()
            .filter(each -> each.conversion.claim() == IngressClaim.OTHER_CONTROLLER)
            .count();
  }

  /** Returns what the authors of Ingresses should know, in the order of identities. */
  List<ManifestProblem> problems() {
    List<ManifestProblem> problems = new ArrayList<>();
    known.forEach((identity, each) -> each.problems(identity, problems));
    return problems;
  }

  private record Known(IngressObject.Rules rules, IngressConversion conversion, String className) {

    void problems(String identity, List<ManifestProblem> into) {
      switch (conversion.claim()) {
        case CLAIMED -> {}
        case OTHER_CONTROLLER -> {}
        case NO_CLASS ->
            into.add(
                problem(
                    identity,
                    "spec.ingressClassName",
                    "is absent, so the Ingress is not served; name a class of our controller, or"
                        + " set causeway.ingress.class-less=true"));
        case UNKNOWN_CLASS ->
            into.add(
                problem(
                    identity,
                    classField(),
                    "names the class \""
                        + className
                        + "\", which the folder does not define, so the Ingress is not served"));
      }
      for (IngressRemark remark : conversion.remarks()) {
        into.add(problem(identity, remark.field(), remark.message()));
      }
    }

    private String classField() {
      Map<String, String> annotations = rules.ingress().getMetadata().getAnnotations();
      return annotations != null && annotations.containsKey(IngressClaim.CLASS_ANNOTATION)
          ? "metadata.annotations." + IngressClaim.CLASS_ANNOTATION
          : "spec.ingressClassName";
    }

    private ManifestProblem problem(String identity, String field, String message) {
      return new ManifestProblem(
          rules.origin().source(), rules.line(field), identity, field, message, false);
    }
  }

  private final class Lookup implements IngressReferences {
    @Override
    public @Nullable String controllerOf(String ingressClass) {
      return objects.get(IngressObject.ClassOfIngresses.identity(ingressClass))
              instanceof IngressObject.ClassOfIngresses found
          ? found.controller()
          : null;
    }

    @Override
    public @Nullable ServiceInput service(String namespace, String name) {
      return inputs.get(new ObjectKey(InputKind.SERVICE, namespace, name))
              instanceof ServiceInput found
          ? found
          : null;
    }

    @Override
    public @Nullable SecretInput secret(String namespace, String name) {
      return inputs.get(new ObjectKey(InputKind.SECRET, namespace, name))
              instanceof SecretInput found
          ? found
          : null;
    }
  }
}
