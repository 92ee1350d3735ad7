package dev.causeway.routing.compile;

import dev.causeway.routing.admission.HostClaim;
import dev.causeway.routing.admission.Rejection;
import dev.causeway.routing.admission.RouteAge;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** A Route that takes part in the contest for its host, and what became of it. */
final class RouteState {
  static final Comparator<RouteState> OLDEST_FIRST =
      Comparator.comparing(state -> state.claim.route(), RouteAge.OLDEST_FIRST);

  private final HostClaim claim;
  private @Nullable Rejection refusal;
  private @Nullable Assessment assessment;

  RouteState(HostClaim claim) {
    this.claim = claim;
  }

  HostClaim claim() {
    return claim;
  }

  /** Returns why the contest was lost, or null for a Route that holds its host. */
  @Nullable Rejection refusal() {
    return refusal;
  }

  void refusal(@Nullable Rejection now) {
    refusal = now;
  }

  /** Returns what the Route comes to, assessed at most once until {@link #reassess}. */
  Assessment assessment(RouteAssessor assessor) {
    Assessment known = assessment;
    if (known == null) {
      known = assessor.assess(claim.route());
      assessment = known;
    }
    return known;
  }

  void reassess() {
    assessment = null;
  }
}
