package dev.causeway.controlplane.source.kubernetes;

import dev.causeway.routing.input.IngressControllerInput;
import dev.causeway.routing.input.Input;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.input.RouteInput;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which Secrets are referred to, by whom. Changed by the thread of the source; {@link #wants} may
 * be asked by any thread.
 */
final class SecretReferences {
  private final String operandNamespace;
  private final Set<ObjectKey> own;
  private final Map<ObjectKey, ObjectKey> byOwner = new HashMap<>();
  private final Map<ObjectKey, Set<ObjectKey>> bySecret = new ConcurrentHashMap<>();

  /**
   * Makes an empty set.
   *
   * @param operandNamespace namespace of default certificates
   * @param own Secrets that are wanted whoever refers to them
   */
  SecretReferences(String operandNamespace, Set<ObjectKey> own) {
    this.operandNamespace = operandNamespace;
    this.own = own;
  }

  /** Returns the Secret that {@code owner} refers to, or null. */
  @Nullable ObjectKey of(Input owner) {
    return switch (owner) {
      case RouteInput route ->
          key(
              route.key().namespace(),
              route.tls() == null ? null : route.tls().externalCertificate());
      case IngressControllerInput controller ->
          key(operandNamespace, controller.defaultCertificate());
      default -> null;
    };
  }

  private static @Nullable ObjectKey key(String namespace, @Nullable String name) {
    return name == null || name.isEmpty() ? null : new ObjectKey(InputKind.SECRET, namespace, name);
  }

  /** Returns the Secret that {@code owner} was last said to refer to, or null. */
  @Nullable ObjectKey by(ObjectKey owner) {
    return byOwner.get(owner);
  }

  /**
   * Notes what {@code owner} refers to from now on.
   *
   * @return the Secret that nobody refers to any more because of this, or null
   */
  @Nullable ObjectKey put(ObjectKey owner, @Nullable ObjectKey secret) {
    ObjectKey before = secret == null ? byOwner.remove(owner) : byOwner.put(owner, secret);
    if (Objects.equals(before, secret)) {
      return null;
    }
    if (secret != null) {
      bySecret.computeIfAbsent(secret, _ -> new HashSet<>()).add(owner);
    }
    if (before == null) {
      return null;
    }
    Set<ObjectKey> left = bySecret.getOrDefault(before, Set.of());
    left.remove(owner);
    if (!left.isEmpty()) {
      return null;
    }
    bySecret.remove(before);
    return own.contains(before) ? null : before;
  }

  /** Returns whether anybody refers to {@code secret}. Any thread. */
  boolean wants(ObjectKey secret) {
    return own.contains(secret) || bySecret.containsKey(secret);
  }

  /** Returns the Secrets that are wanted whoever refers to them. */
  Set<ObjectKey> own() {
    return own;
  }

  /**
   * Returns whether {@code secret} is the administrators': no Route has to be allowed to use it.
   */
  boolean isAdministrative(ObjectKey secret) {
    return own.contains(secret) || isDefaultCertificate(secret);
  }

  private boolean isDefaultCertificate(ObjectKey secret) {
    return bySecret.getOrDefault(secret, Set.of()).stream()
        .anyMatch(owner -> owner.kind() == InputKind.INGRESS_CONTROLLER);
  }
}
