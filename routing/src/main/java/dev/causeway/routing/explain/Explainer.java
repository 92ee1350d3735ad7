package dev.causeway.routing.explain;

import dev.causeway.routing.admission.Verdict;
import dev.causeway.routing.explain.Candidate.Standing;
import dev.causeway.routing.match.Match;
import dev.causeway.routing.match.PathRule;
import dev.causeway.routing.match.ProbeCounter;
import dev.causeway.routing.match.RequestTarget;
import dev.causeway.routing.match.RouteIndex;
import dev.causeway.routing.match.SniMatch;
import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.VirtualHost;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Explains requests on an index; the outcome is the index's own answer. */
public final class Explainer {
  /** Most rules with a different path that an explanation lists. */
  public static final int MAX_DIFFERING = 20;

  private final RouteIndex<?> index;
  private final Collection<Verdict> verdicts;

  /**
   * Makes an explainer.
   *
   * @param index the index that serves
   * @param verdicts verdicts of the shard, to name Routes that asked for a host and were refused;
   *     may be empty
   */
  public Explainer(RouteIndex<?> index, Collection<Verdict> verdicts) {
    this.index = index;
    this.verdicts = verdicts;
  }

  /** Explains {@code request}. */
  public Explanation explain(ExplainRequest request) {
    int hostEnd = RequestTarget.hostEnd(request.authority());
    String host =
        hostEnd < 0 ? "" : request.authority().substring(0, hostEnd).toLowerCase(Locale.ROOT);
    int from = RequestTarget.pathStart(request.target());
    String path = request.target().substring(from, RequestTarget.pathEnd(request.target(), from));
    ProbeCounter probes = new ProbeCounter();
    Decision decision = decide(request, probes);
    List<Candidate> candidates = host.isEmpty() ? List.of() : candidates(request, decision, path);
    List<Candidate> listed = new ArrayList<>();
    int differing = 0;
    for (Candidate candidate : candidates) {
      if (candidate.standing() != Standing.PATH_DIFFERS || ++differing <= MAX_DIFFERING) {
        listed.add(candidate);
      }
    }
    return new Explanation(
        request,
        host,
        path,
        names(host),
        decision.outcome,
        decision.host,
        decision.rule,
        listed,
        Math.max(0, differing - MAX_DIFFERING),
        refused(host),
        probes.probes());
  }

  private static List<String> names(String host) {
    int dot = host.indexOf('.');
    if (host.isEmpty()) {
      return List.of();
    }
    return dot < 0 || dot == host.length() - 1
        ? List.of(host)
        : List.of(host, "*" + host.substring(dot));
  }

  private Decision decide(ExplainRequest request, ProbeCounter probes) {
    if (request.secure()) {
      if (index.sni(request.sni()) instanceof SniMatch.Passthrough<?> relay) {
        return new Decision(Outcome.PASSTHROUGH, relay.host().name(), relay.rule());
      }
      if (request.http2() && misdirected(request)) {
        return new Decision(Outcome.MISDIRECTED, null, null);
      }
    }
    return switch (index.match(request.secure(), request.authority(), request.target(), probes)) {
      case Match.NoRoute<?> none -> new Decision(Outcome.NO_ROUTE, null, null);
      case Match.HostRejected<?> rejected ->
          new Decision(Outcome.HOST_REJECTED, rejected.host(), null);
      case Match.Proxy<?> proxy -> new Decision(Outcome.PROXY, proxy.host().name(), proxy.rule());
      case Match.Redirect<?> redirect ->
          new Decision(Outcome.REDIRECT, redirect.host().name(), redirect.rule());
    };
  }

  /** Returns whether the authority needs another certificate than the connection shows. */
  private boolean misdirected(ExplainRequest request) {
    return switch (index.sniOfAuthority(request.authority())) {
      case SniMatch.Passthrough<?> relay -> true;
      case SniMatch.Terminate<?>(VirtualHost needed) -> {
        SniMatch<?> shown = index.sni(request.sni());
        yield shown instanceof SniMatch.Terminate<?>(VirtualHost present)
            && !Objects.equals(certificates(needed), certificates(present));
      }
    };
  }

  private static List<String> certificates(@Nullable VirtualHost host) {
    return host == null ? List.of() : host.certificates();
  }

  private List<Candidate> candidates(ExplainRequest request, Decision decision, String path) {
    List<Candidate> candidates = new ArrayList<>();
    for (VirtualHost host :
        new @Nullable VirtualHost[] {
          index.exactHost(request.authority()), index.wildcardHost(request.authority())
        }) {
      if (host != null) {
        host.rules().stream()
            .sorted(PRECEDENCE)
            .map(rule -> candidate(request, decision, path, host, rule))
            .forEach(candidates::add);
      }
    }
    return candidates;
  }

  private static final Comparator<Rule> PRECEDENCE =
      Comparator.comparing((Rule rule) -> PathRule.of(rule.path()) == PathRule.CATCH_ALL)
          .thenComparing(rule -> rule.path().length(), Comparator.reverseOrder());

  private static Candidate candidate(
      ExplainRequest request, Decision decision, String path, VirtualHost host, Rule rule) {
    if (rule.equals(decision.rule) && host.name().equals(decision.host)) {
      return new Candidate(host.name(), rule, Standing.WINNER, winning(decision.outcome));
    }
    String wirePath = RequestTarget.wireForm(rule.path());
    if (!PathRule.of(wirePath).matches(wirePath, path)) {
      return new Candidate(
          host.name(), rule, Standing.PATH_DIFFERS, differing(rule.path(), wirePath, path));
    }
    boolean serves = request.secure() ? rule.servedOnHttps() : rule.servedOnHttp();
    if (!serves) {
      return new Candidate(host.name(), rule, Standing.OTHER_SIDE, otherSide(request, rule));
    }
    return new Candidate(host.name(), rule, Standing.SHADOWED, shadowed(decision, host));
  }

  private static String winning(Outcome outcome) {
    return outcome == Outcome.REDIRECT
        ? "best match of all routes, and its insecure policy is Redirect"
        : outcome == Outcome.PASSTHROUGH
            ? "the SNI name is in the passthrough set"
            : "exact host before wildcard, then the longest path on this side";
  }

  private static String differing(String path, String wirePath, String requestPath) {
    return switch (PathRule.of(wirePath)) {
      case CATCH_ALL -> "matches every path";
      case PREFIX -> "the request path does not begin with " + path;
      case SEGMENT ->
          requestPath.startsWith(wirePath)
              ? path + " ends inside a path segment of the request"
              : "the request path does not begin with " + path;
    };
  }

  private static String otherSide(ExplainRequest request, Rule rule) {
    if (request.secure()) {
      return switch (rule.termination()) {
        case NONE -> "the Route has no tls block, so it is not served over TLS";
        case PASSTHROUGH -> "passthrough is chosen by the SNI name, never by the request";
        case EDGE, REENCRYPT -> "served over TLS";
      };
    }
    return switch (rule.insecurePolicy()) {
      case NONE -> "insecureEdgeTerminationPolicy None: not served over plain HTTP";
      case REDIRECT -> "would redirect, but a better match decides that";
      case ALLOW -> "passthrough is not served over plain HTTP";
    };
  }

  private static String shadowed(Decision decision, VirtualHost host) {
    if (decision.host == null) {
      return "the request is decided before rules are searched";
    }
    if (decision.rule == null) {
      return "the configuration of " + decision.host + " was rejected";
    }
    return decision.host.equals(host.name())
        ? "path "
            + (decision.rule.path().isEmpty() ? "(empty)" : decision.rule.path())
            + " of Route "
            + decision.rule.route()
            + " goes first"
        : "host " + decision.host + " goes first";
  }

  private List<Verdict> refused(String host) {
    int dot = host.indexOf('.');
    String parent = dot < 0 ? "" : host.substring(dot);
    return verdicts.stream()
        .filter(verdict -> !verdict.admitted())
        .filter(
            verdict ->
                verdict.wildcard()
                    ? !parent.isEmpty()
                        && verdict.host().indexOf('.') >= 0
                        && verdict.host().substring(verdict.host().indexOf('.')).equals(parent)
                    : verdict.host().equals(host))
        .sorted(Comparator.comparing(Verdict::route))
        .toList();
  }

  private record Decision(Outcome outcome, @Nullable String host, @Nullable Rule rule) {}
}
