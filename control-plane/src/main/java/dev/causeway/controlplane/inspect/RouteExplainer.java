package dev.causeway.controlplane.inspect;

import dev.causeway.controlplane.stream.ShelfSnapshot;
import dev.causeway.proto.v1.ExplainResponse;
import dev.causeway.proto.v1.ExplainStep;
import dev.causeway.proto.v1.WeightedUpstream;
import dev.causeway.routing.admission.Verdict;
import dev.causeway.routing.explain.Candidate;
import dev.causeway.routing.explain.ExplainRequest;
import dev.causeway.routing.explain.Explainer;
import dev.causeway.routing.explain.Explanation;
import dev.causeway.routing.match.RequestTarget;
import dev.causeway.routing.match.RouteIndex;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.model.ResourceKind;
import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.VirtualHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Explains a request on a published snapshot with the router's own index. */
final class RouteExplainer {
  private RouteExplainer() {}

  /**
   * Explains a request.
   *
   * @throws IllegalArgumentException with a sentence for people if the URL is none
   */
  static ExplainResponse explain(ShelfSnapshot published, String method, String url) {
    ExplainRequest request = ExplainRequest.of(method, url);
    List<Verdict> verdicts = new ArrayList<>();
    published.verdicts().forEach((_, verdict) -> verdicts.add(verdict));
    Explanation explanation = new Explainer(index(published, request), verdicts).explain(request);
    return response(published, explanation);
  }

  /** An index of the only two hosts that can decide: the name itself and its wildcard parent. */
  private static RouteIndex<Boolean> index(ShelfSnapshot published, ExplainRequest request) {
    List<VirtualHost> hosts = new ArrayList<>();
    int end = RequestTarget.hostEnd(request.authority());
    if (end > 0) {
      String name = request.authority().substring(0, end).toLowerCase(Locale.ROOT);
      add(hosts, published, name);
      int dot = name.indexOf('.');
      if (dot >= 0) {
        add(hosts, published, "*" + name.substring(dot));
      }
    }
    return RouteIndex.<Boolean>empty().with(hosts, Set.of(), (_, _) -> true);
  }

  private static void add(List<VirtualHost> hosts, ShelfSnapshot published, String name) {
    ResourceKey key = new ResourceKey(published.shard(), ResourceKind.VIRTUAL_HOST, name);
    if (published.snapshot().get(key) instanceof VirtualHost host) {
      hosts.add(host);
    }
  }

  private static ExplainResponse response(ShelfSnapshot published, Explanation explanation) {
    ExplainResponse.Builder response =
        ExplainResponse.newBuilder()
            .setShard(published.shard())
            .setSnapshotId(published.snapshot().id().text())
            .setOutcome(explanation.outcome().name())
            .setSummary(explanation.sentence())
            .addAllLines(explanation.lines());
    String host = explanation.winnerHost();
    if (host != null) {
      response.setVirtualHost(host);
    }
    Rule winner = explanation.winner();
    if (winner != null) {
      response.setRoute(winner.route().toString());
      winner
          .backends()
          .forEach(
              backend ->
                  response.addBackends(
                      WeightedUpstream.newBuilder()
                          .setUpstream(backend.upstream())
                          .setWeight(backend.weight())));
    }
    for (Candidate candidate : explanation.candidates()) {
      response.addSteps(
          ExplainStep.newBuilder()
              .setSubject(
                  "Route "
                      + candidate.rule().route()
                      + " on "
                      + candidate.host()
                      + candidate.rule().path())
              .setMatched(candidate.standing() == Candidate.Standing.WINNER)
              .setReason(candidate.why()));
    }
    for (Verdict refused : explanation.rejectedRoutes()) {
      response.addSteps(
          ExplainStep.newBuilder()
              .setSubject(refused.route().toString())
              .setReason("not admitted: " + refused.message()));
    }
    return response.build();
  }
}
