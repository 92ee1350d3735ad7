package dev.causeway.controlplane.boot;

import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What this process does, key {@code causeway.roles}.
 *
 * @param roles one or more of {@code serve}, {@code status} and {@code ingress}, or {@code cleanup}
 *     alone; all but {@code serve} need {@code causeway.source.kind=kubernetes}
 */
@ConfigurationProperties("causeway")
public record RoleProperties(@DefaultValue("serve") Set<Role> roles) {
  /** Checks that there is a role. */
  public RoleProperties {
    if (roles.isEmpty()) {
      throw new StartupException("causeway.roles is empty: name serve, status or ingress");
    }
    if (roles.contains(Role.CLEANUP) && roles.size() > 1) {
      throw new StartupException(
          "causeway.roles names cleanup and others: cleanup ends the process, name it alone");
    }
    roles = Set.copyOf(roles);
  }

  /** Returns whether this process has {@code role}. */
  boolean has(Role role) {
    return roles.contains(role);
  }

  /** Returns whether this process reads objects and compiles them. */
  boolean compiles() {
    return has(Role.SERVE) || has(Role.STATUS);
  }
}
