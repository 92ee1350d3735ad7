package dev.causeway.routing.match;

import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.VirtualHost;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a TLS connection. Instances are made when the index is built.
 *
 * @param <T> what the index holds for a rule
 */
public sealed interface SniMatch<T> {

  /**
   * The connection is relayed without being terminated (HO-061).
   *
   * @param host the host whose rule matched
   * @param rule the passthrough rule
   * @param plan what the index holds for the rule
   */
  record Passthrough<T>(VirtualHost host, Rule rule, T plan) implements SniMatch<T> {}

  /**
   * TLS ends here.
   *
   * @param certificates the host whose certificates are presented (TLS-007, TLS-008); null for the
   *     default certificates
   */
  record Terminate<T>(@Nullable VirtualHost certificates) implements SniMatch<T> {}
}
