package dev.causeway.controlplane.cluster;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleRef;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What an account may do, or did: one line per namespace ({@code *} for the whole cluster),
 * resource with its group, and verb, such as {@code "* routes/status.route.openshift.io patch"}.
 *
 * @param lines the lines
 */
public record Permissions(Set<String> lines) {
  /** Copies and sorts the lines. */
  public Permissions {
    lines = new TreeSet<>(lines);
  }

  /** Returns what {@code rules} allow in {@code namespace}, {@code *} for the whole cluster. */
  public static Permissions of(List<PolicyRule> rules, String namespace) {
    Set<String> lines = new TreeSet<>();
    for (PolicyRule rule : rules) {
      for (String group : rule.getApiGroups()) {
        for (String resource : rule.getResources()) {
          for (String verb : rule.getVerbs()) {
            lines.add(line(namespace, group, resource, verb));
          }
        }
      }
    }
    return new Permissions(lines);
  }

  static String line(String namespace, String group, String resource, String verb) {
    return namespace + " " + resource + (group.isEmpty() ? "" : "." + group) + " " + verb;
  }

  /**
   * Returns what the roles in {@code yaml}, such as the output of a chart, allow a ServiceAccount
   * that the bindings beside them name.
   */
  public static Permissions rendered(String yaml, String account) {
    List<HasMetadata> objects = objects(yaml);
    Set<String> lines = new TreeSet<>();
    for (HasMetadata object : objects) {
      switch (object) {
        case RoleBinding binding when names(binding.getSubjects(), account) ->
            lines.addAll(
                of(
                        rules(objects, binding.getRoleRef(), binding.getMetadata().getNamespace()),
                        binding.getMetadata().getNamespace())
                    .lines);
        case ClusterRoleBinding binding when names(binding.getSubjects(), account) ->
            lines.addAll(of(rules(objects, binding.getRoleRef(), ""), "*").lines);
        default -> {}
      }
    }
    return new Permissions(lines);
  }

  /** Returns the objects of {@code yaml} of which the names are known to the client. */
  static List<HasMetadata> objects(String yaml) {
    List<HasMetadata> objects = new ArrayList<>();
    for (String document : yaml.split("(?m)^---.*$")) {
      if (document.lines().anyMatch(line -> line.startsWith("kind:"))) {
        String kind = Serialization.unmarshal(document, GenericKubernetesResource.class).getKind();
        objects.add(
            switch (kind) {
              case "Role" -> Serialization.unmarshal(document, Role.class);
              case "ClusterRole" -> Serialization.unmarshal(document, ClusterRole.class);
              case "RoleBinding" -> Serialization.unmarshal(document, RoleBinding.class);
              case "ClusterRoleBinding" ->
                  Serialization.unmarshal(document, ClusterRoleBinding.class);
              default -> Serialization.unmarshal(document, GenericKubernetesResource.class);
            });
      }
    }
    return objects;
  }

  private static boolean names(List<Subject> subjects, String account) {
    return subjects.stream()
        .anyMatch(s -> s.getKind().equals("ServiceAccount") && s.getName().equals(account));
  }

  private static List<PolicyRule> rules(List<HasMetadata> objects, RoleRef role, String namespace) {
    for (HasMetadata object : objects) {
      if (object.getMetadata().getName().equals(role.getName())) {
        if (object instanceof ClusterRole found && role.getKind().equals("ClusterRole")) {
          return found.getRules();
        }
        if (object instanceof Role found
            && role.getKind().equals("Role")
            && found.getMetadata().getNamespace().equals(namespace)) {
          return found.getRules();
        }
      }
    }
    throw new AssertionError("no " + role.getKind() + " " + role.getName());
  }

  /** Returns the lines that {@code granted} does not allow. */
  public Set<String> notIn(Permissions granted) {
    return lines.stream()
        .filter(line -> !granted.lines.contains(line) && !granted.lines.contains(everywhere(line)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns the lines that nothing in {@code used} needed. */
  public Set<String> unusedBy(Permissions used) {
    Set<String> wide = used.lines.stream().map(Permissions::everywhere).collect(Collectors.toSet());
    return lines.stream()
        .filter(line -> line.startsWith("* ") ? !wide.contains(line) : !used.lines.contains(line))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String everywhere(String line) {
    return "*" + line.substring(line.indexOf(' '));
  }
}
