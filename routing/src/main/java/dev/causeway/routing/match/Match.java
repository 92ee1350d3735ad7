package dev.causeway.routing.match;

import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.VirtualHost;

/**
 * What becomes of one request. Instances are made when the index is built and handed out again for
 * every request, so matching allocates nothing.
 *
 * @param <T> what the index holds for a rule
 */
public sealed interface Match<T> {

  /** No rule matches on this side (HO-057). */
  record NoRoute<T>() implements Match<T> {}

  /**
   * The host's configuration was rejected and no earlier version may stand in for it.
   *
   * @param host name of the host, or {@code *.parent}
   */
  record HostRejected<T>(String host) implements Match<T> {}

  /**
   * The request is forwarded by {@code plan}.
   *
   * @param host the host whose rule matched
   * @param rule the rule that matched
   * @param plan what the index holds for the rule
   */
  record Proxy<T>(VirtualHost host, Rule rule, T plan) implements Match<T> {}

  /**
   * A plain request is sent to {@code https} (HO-050, HO-054).
   *
   * @param host the host whose rule matched
   * @param rule the rule whose policy asks for the redirect
   * @param plan what the index holds for the rule
   */
  record Redirect<T>(VirtualHost host, Rule rule, T plan) implements Match<T> {}
}
