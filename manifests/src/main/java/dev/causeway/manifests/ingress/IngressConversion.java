package dev.causeway.manifests.ingress;

import dev.causeway.routing.input.ObjectKey;
import io.fabric8.openshift.api.model.Route;
import java.util.List;
import java.util.Set;

/**
 * What an Ingress comes to.
 *
 * @param claim whether the Ingress is ours; if it is not, there are no Routes
 * @param routes the Routes that should stand for it, in the order of its rules, each with a name of
 *     its own. They hold private keys: never print them
 * @param remarks what was not turned into Routes, and other oddities
 * @param references Services and Secrets that were asked for, present or not: a change of any of
 *     them can change the Routes
 * @param followsLabels whether later changes of labels are copied to the Routes (IN-015)
 */
public record IngressConversion(
    IngressClaim claim,
    List<Route> routes,
    List<IngressRemark> remarks,
    Set<ObjectKey> references,
    boolean followsLabels) {
  /** Copies the collections. */
  public IngressConversion {
    routes = List.copyOf(routes);
    remarks = List.copyOf(remarks);
    references = Set.copyOf(references);
  }

  static IngressConversion unclaimed(IngressClaim claim) {
    return new IngressConversion(claim, List.of(), List.of(), Set.of(), false);
  }

  /** Names the Ingress only through its Routes' count: Routes hold private keys. */
  @Override
  public String toString() {
    return "IngressConversion[" + claim + ", " + routes.size() + " routes, " + remarks + "]";
  }
}
