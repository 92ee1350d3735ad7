package dev.causeway.helm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What an account may do, by the roles and bindings that a chart renders. */
final class Permissions {

  private Permissions() {}

  /**
   * Returns what a ServiceAccount is granted, one line per namespace ({@code *} for the cluster),
   * group, resource and verb: {@code "ns routes.route.openshift.io list"}; or {@code "ns
   * configmaps/name list"} where a rule names its object.
   */
  static Set<String> of(Rendered rendered, String namespace, String account) {
    Set<String> permissions = new TreeSet<>();
    rendered
        .ofKind("RoleBinding", "ClusterRoleBinding")
        .filter(binding -> binds(binding, namespace, account))
        .forEach(binding -> add(permissions, rendered, binding));
    return permissions;
  }

  private static boolean binds(JsonNode binding, String namespace, String account) {
    for (JsonNode subject : binding.path("subjects")) {
      if (subject.path("kind").asText().equals("ServiceAccount")
          && subject.path("namespace").asText().equals(namespace)
          && subject.path("name").asText().equals(account)) {
        return true;
      }
    }
    return false;
  }

  private static void add(Set<String> permissions, Rendered rendered, JsonNode binding) {
    String where = Rendered.namespace(binding);
    for (JsonNode rule : rules(rendered, binding)) {
      for (String group : Documents.texts(rule.path("apiGroups"))) {
        for (String resource : Documents.texts(rule.path("resources"))) {
          for (String verb : Documents.texts(rule.path("verbs"))) {
            permissions.add(
                (where.isEmpty() ? "*" : where)
                    + " "
                    + resource
                    + names(rule)
                    + (group.isEmpty() ? "" : "." + group)
                    + " "
                    + verb);
          }
        }
      }
    }
  }

  private static String names(JsonNode rule) {
    List<String> names = Documents.texts(rule.path("resourceNames"));
    return names.isEmpty() ? "" : "/" + String.join(",", names);
  }

  /** Returns the rules of the role that a binding names, which must be rendered beside it. */
  static JsonNode rules(Rendered rendered, JsonNode binding) {
    JsonNode role = binding.path("roleRef");
    return rendered
        .ofKind(role.path("kind").asText())
        .filter(object -> Rendered.name(object).equals(role.path("name").asText()))
        .filter(object -> Rendered.namespace(object).equals(Rendered.namespace(binding)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(Rendered.id(binding) + " names no role"))
        .path("rules");
  }
}
