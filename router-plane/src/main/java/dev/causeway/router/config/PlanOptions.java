package dev.causeway.router.config;

import dev.causeway.routing.model.Features;
import dev.causeway.routing.model.Rule;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What this router can do beyond the basics.
 *
 * @param features features that {@link Rule#requires} may name
 * @param knownFilter whether a gateway filter of that name exists
 * @param viaGateway whether the requests of a rule run through the gateway's filter chain
 */
public record PlanOptions(
    Set<String> features, Predicate<String> knownFilter, Predicate<Rule> viaGateway) {
  /** Copies the set. */
  public PlanOptions {
    features = Set.copyOf(features);
  }

  /** Returns the options of a router without gateway: no filters, everything express. */
  public static PlanOptions expressOnly() {
    return new PlanOptions(Features.ALL, name -> false, rule -> false);
  }
}
