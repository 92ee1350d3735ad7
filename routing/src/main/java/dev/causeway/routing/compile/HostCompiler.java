package dev.causeway.routing.compile;

import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.admission.Rejection;
import dev.causeway.routing.admission.Verdict;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.model.ResourceKind;
import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.VirtualHost;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds one virtual host from the Routes that hold it, with their verdicts and notices. */
final class HostCompiler {
  /** Longest path first, then text order; so {@code /} comes before the empty path (HO-039). */
  private static final Comparator<Rule> PRECEDENCE =
      Comparator.<Rule>comparingInt(rule -> -rule.path().length())
          .thenComparing(Rule::path)
          .thenComparing(rule -> rule.route().toString());

  private final String shard;
  private final RouteAssessor assessor;
  private final SharedResources shared;
  private final TrackedMap<ResourceKey, Resource> published;
  private final Outcomes outcomes;

  HostCompiler(
      String shard,
      RouteAssessor assessor,
      SharedResources shared,
      TrackedMap<ResourceKey, Resource> published,
      Outcomes outcomes) {
    this.shard = shard;
    this.assessor = assessor;
    this.shared = shared;
    this.published = published;
    this.outcomes = outcomes;
  }

  /**
   * Builds {@code name}.
   *
   * @param states the claims behind it, oldest first; none removes the host
   */
  void compile(String name, List<RouteState> states) {
    List<Assessment.Served> served = new ArrayList<>();
    String owner = null;
    for (RouteState state : states) {
      Rejection rejection = state.refusal();
      List<Notice> notices = List.of();
      if (rejection == null) {
        ObjectKey route = state.claim().route().key();
        owner = owner == null ? route.namespace() : owner;
        switch (state.assessment(assessor)) {
          case Assessment.Rejected rejected -> rejection = rejected.rejection();
          case Assessment.Served good -> {
            served.add(good);
            notices = good.notices();
          }
        }
      }
      outcomes.verdict(verdict(state, rejection), notices);
    }
    List<Certificate> certificates = Certificates.select(served);
    ResourceKey key = new ResourceKey(shard, ResourceKind.VIRTUAL_HOST, name);
    if (owner == null || served.isEmpty()) {
      published.remove(key);
    } else {
      published.put(
          key,
          new VirtualHost(
              shard,
              name,
              owner,
              served.stream().map(Assessment.Served::rule).sorted(PRECEDENCE).toList(),
              certificates.stream().map(Certificate::name).toList()));
    }
    shared.use("host " + name, needs(served, certificates));
  }

  private static List<Resource> needs(
      List<Assessment.Served> served, List<Certificate> certificates) {
    List<Resource> needs = new ArrayList<>(certificates);
    for (Assessment.Served route : served) {
      needs.addAll(route.upstreams());
      if (route.trustBundle() != null) {
        needs.add(route.trustBundle());
      }
    }
    return needs;
  }

  private Verdict verdict(RouteState state, @Nullable Rejection rejection) {
    return Outcomes.verdict(shard, state.claim().route(), state.claim().host(), rejection);
  }
}
