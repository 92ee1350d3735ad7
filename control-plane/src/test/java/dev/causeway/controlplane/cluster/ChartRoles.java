package dev.causeway.controlplane.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The roles that the chart renders, for use under names of a test. Where the chart's golden output
 * is not at hand, those of its defaults are what stands in {@code rbac/control-plane.yaml} of the
 * tests.
 */
public final class ChartRoles {
  private static final Path SETUPS = Path.of("../helm/src/test/resources/setups");
  private static final Path GOLDEN = SETUPS.resolve("defaults/out.yaml");

  /** The namespace of routers and what they use, and not the longer one of IngressControllers. */
  private static final Pattern OPERANDS = Pattern.compile("openshift-ingress(?!-)");

  private final String yaml;

  private ChartRoles(String yaml) {
    this.yaml = yaml;
  }

  /** Reads the roles of one of the chart's set-ups. */
  public static ChartRoles ofSetUp(String name) {
    try {
      return new ChartRoles(Files.readString(SETUPS.resolve(name).resolve("out.yaml")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the roles of the chart's defaults. */
  public static ChartRoles read() {
    try {
      if (Files.exists(GOLDEN)) {
        return new ChartRoles(Files.readString(GOLDEN));
      }
      try (InputStream resource =
          Objects.requireNonNull(
              ChartRoles.class.getResourceAsStream("/rbac/control-plane.yaml"))) {
        return new ChartRoles(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the roles with other namespaces, and other names of what is not in a namespace.
   *
   * @param system namespace of the release
   * @param controllers namespace of IngressControllers
   */
  public ChartRoles in(String system, String controllers) {
    return new ChartRoles(
        yaml.replace("openshift-ingress-operator", controllers).replace("causeway-system", system));
  }

  /**
   * Returns the roles with another namespace of what routers use.
   *
   * @param operands namespace of default certificates and client authorities
   */
  public ChartRoles withOperands(String operands) {
    return new ChartRoles(OPERANDS.matcher(yaml).replaceAll(Matcher.quoteReplacement(operands)));
  }

  /** Returns what they allow an account. */
  public Permissions of(String account) {
    return Permissions.rendered(yaml, account);
  }

  /** Returns roles and bindings as YAML, and nothing else of what the chart renders. */
  public String yaml() {
    StringBuilder roles = new StringBuilder();
    for (HasMetadata object : objects()) {
      roles.append("---\n").append(Serialization.asYaml(object).replaceFirst("^---\n", ""));
    }
    return roles.toString();
  }

  private List<HasMetadata> objects() {
    return Permissions.objects(yaml).stream()
        .filter(
            object ->
                object instanceof Role
                    || object instanceof RoleBinding
                    || object instanceof ClusterRole
                    || object instanceof ClusterRoleBinding)
        .toList();
  }
}
