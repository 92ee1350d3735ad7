package dev.causeway.controlplane.boot;

import java.util.Set;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Makes beans only in processes with a role of which one process at a time acts. */
final class OnElection implements Condition {
  private static final Condition WRITES = new OnShadow.Not();

  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    Set<Role> roles = OnRole.roles(context.getEnvironment());
    return roles.contains(Role.INGRESS)
        || (roles.contains(Role.STATUS) && WRITES.matches(context, metadata));
  }
}
