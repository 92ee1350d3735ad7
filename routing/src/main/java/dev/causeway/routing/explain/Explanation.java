package dev.causeway.routing.explain;

import dev.causeway.routing.admission.Verdict;
import dev.causeway.routing.model.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why a request is served the way it is.
 *
 * @param request the request
 * @param host host as it is matched: lower case, without port and trailing dot; empty where the
 *     authority cannot match any host
 * @param path path as it is matched: without the query
 * @param hosts names that were looked up, exact first
 * @param outcome what becomes of the request
 * @param winnerHost virtual host of the winner, or of the rejected host, or null
 * @param winner the rule that decides, or null where none does
 * @param candidates rules that were considered, in order of precedence; at most {@link
 *     Explainer#MAX_DIFFERING} of those whose path differs
 * @param omitted number of further rules whose path differs
 * @param rejectedRoutes verdicts of Routes that asked for this host and were refused
 * @param probes index probes that the match took
 */
public record Explanation(
    ExplainRequest request,
    String host,
    String path,
    List<String> hosts,
    Outcome outcome,
    @Nullable String winnerHost,
    @Nullable Rule winner,
    List<Candidate> candidates,
    int omitted,
    List<Verdict> rejectedRoutes,
    int probes) {
  /** Copies the lists. */
  public Explanation {
    hosts = List.copyOf(hosts);
    candidates = List.copyOf(candidates);
    rejectedRoutes = List.copyOf(rejectedRoutes);
  }

  /** Returns whether the winner runs through gateway filters rather than the express path. */
  public boolean usesGateway() {
    return winner != null && !winner.filters().isEmpty();
  }

  /** Returns the outcome in one sentence for people. */
  public String sentence() {
    Rule rule = winner;
    String route = rule == null ? "" : "Route " + rule.route();
    return switch (outcome) {
      case PROXY ->
          "served by " + route + " on the " + (usesGateway() ? "gateway" : "express") + " path";
      case REDIRECT -> "redirected to https by " + route;
      case PASSTHROUGH -> "relayed without termination by " + route;
      case MISDIRECTED -> "answered 421: the authority needs a connection of its own";
      case HOST_REJECTED -> "refused: the configuration of " + winnerHost + " was rejected";
      case NO_ROUTE -> "answered as \"no route\"";
    };
  }

  /** Returns the whole explanation as lines of text. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        request.method()
            + " "
            + (request.secure() ? "https" : "http")
            + "://"
            + request.authority()
            + request.target());
    lines.add("  " + sentence());
    Rule rule = winner;
    if (rule != null) {
      lines.add(
          "  termination "
              + name(rule.termination())
              + ", insecure policy "
              + name(rule.insecurePolicy()));
      lines.add(
          "  backends "
              + rule.backends().stream()
                  .map(backend -> backend.upstream() + " weight " + backend.weight())
                  .collect(Collectors.joining(", ")));
      lines.add("  policies " + rule.policies());
      if (usesGateway()) {
        lines.add("  filters " + String.join(", ", rule.filters()));
      }
    }
    lines.add("  looked up " + String.join(", ", hosts) + " in " + probes + " probes");
    for (Candidate candidate : candidates) {
      lines.add(
          "  "
              + name(candidate.standing())
              + " Route "
              + candidate.rule().route()
              + " on "
              + candidate.host()
              + candidate.rule().path()
              + ": "
              + candidate.why());
    }
    if (omitted > 0) {
      lines.add("  and " + omitted + " further rules whose path differs");
    }
    for (Verdict verdict : rejectedRoutes) {
      lines.add(
          "  not admitted "
              + verdict.route()
              + " ("
              + verdict.origin()
              + "): "
              + (verdict.reason() == null ? "" : verdict.reason().text() + ": ")
              + verdict.message());
    }
    return List.copyOf(lines);
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
