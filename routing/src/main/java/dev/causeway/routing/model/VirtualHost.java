package dev.causeway.routing.model;

import java.util.List;

/**
 * All rules of one host, the unit of change and of rejection.
 *
 * @param shard shard the host belongs to
 * @param name lower-case host name without trailing dot, or {@code *.parent} for a wildcard
 * @param ownerNamespace namespace of the oldest Route; a rejected host keeps its last good version
 *     only while this stays the same
 * @param rules rules in order of precedence: longest path first, then text order
 * @param certificates names of {@link Certificate} resources for this SNI name, in order of
 *     preference (TLS-006, TLS-009, TLS-010); empty means the shard's default
 */
public record VirtualHost(
    String shard, String name, String ownerNamespace, List<Rule> rules, List<String> certificates)
    implements Resource {
  /** Copies the lists. */
  public VirtualHost {
    rules = List.copyOf(rules);
    certificates = List.copyOf(certificates);
  }

  @Override
  public ResourceKind kind() {
    return ResourceKind.VIRTUAL_HOST;
  }

  /** Returns whether this is a wildcard that stands for every one-label child of its parent. */
  public boolean isWildcard() {
    return name.startsWith("*.");
  }

  /** Returns whether TLS connections for this name are relayed without being terminated. */
  public boolean isPassthrough() {
    return rules.stream().anyMatch(rule -> rule.termination() == Termination.PASSTHROUGH);
  }
}
