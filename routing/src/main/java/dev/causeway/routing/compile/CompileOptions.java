package dev.causeway.routing.compile;

import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.ObjectKey;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Options of the installation that are not part of any cluster object.
 *
 * @param shard name of the shard to compile
 * @param domain ingress domain used where the IngressController names none; may be empty
 * @param operandNamespace namespace of the shard's default certificate Secret
 * @param allowLoopbackEndpoints whether loopback endpoint addresses are kept; EP-007 drops them,
 *     and only a demo on one machine needs them
 * @param http2 whether {@code h2} is offered to clients
 * @param allowedFilters names that {@code causeway.dev/filters} may use
 * @param ticketSecret name of the Secret in the operand namespace that the keys of session tickets
 *     are derived from; empty leaves each router to itself
 * @param clientAuthorityNamespace namespace of the ConfigMaps that an IngressController names:
 *     authorities of client certificates and error pages
 * @param serviceCa ConfigMap with the authorities of Services, which backends of reencrypt Routes
 *     without a CA of their own are verified against (TLS-034); null for none
 */
public record CompileOptions(
    String shard,
    String domain,
    String operandNamespace,
    boolean allowLoopbackEndpoints,
    boolean http2,
    Set<String> allowedFilters,
    String ticketSecret,
    String clientAuthorityNamespace,
    @Nullable ObjectKey serviceCa) {
  private static final Pattern CONFIG_MAP =
      Pattern.compile("([a-z0-9-]{1,63})/([a-z0-9.-]{1,253})");

  /** Copies the set. */
  public CompileOptions {
    allowedFilters = Set.copyOf(allowedFilters);
  }

  /**
   * Returns the ConfigMap that {@code text} means: {@code NAMESPACE/NAME}, or nothing for none.
   *
   * @throws IllegalArgumentException if the text is neither
   */
  public static @Nullable ObjectKey serviceCa(String text) {
    if (text.isEmpty()) {
      return null;
    }
    Matcher matcher = CONFIG_MAP.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no ConfigMap: write NAMESPACE/NAME, or nothing for none");
    }
    return new ObjectKey(InputKind.CONFIG_MAP, matcher.group(1), matcher.group(2));
  }

  /** Returns the ConfigMap that an IngressController means by {@code name}; null if it is empty. */
  @Nullable ObjectKey configMap(String name) {
    return name.isEmpty()
        ? null
        : new ObjectKey(InputKind.CONFIG_MAP, clientAuthorityNamespace, name);
  }

  /** Returns the Secret of the operand namespace that {@code name} means; null if it is empty. */
  @Nullable ObjectKey operandSecret(String name) {
    return name.isEmpty() ? null : new ObjectKey(InputKind.SECRET, operandNamespace, name);
  }
}
