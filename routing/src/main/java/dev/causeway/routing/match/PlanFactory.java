package dev.causeway.routing.match;

import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.VirtualHost;

/**
 * Makes what the index holds for a rule; called once per rule whenever its host is put.
 *
 * @param <T> what the index holds for a rule
 */
@FunctionalInterface
public interface PlanFactory<T> {
  /** Returns the plan of {@code rule}, one of the rules of {@code host}. */
  T plan(VirtualHost host, Rule rule);
}
