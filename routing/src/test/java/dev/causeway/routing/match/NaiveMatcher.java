package dev.causeway.routing.match;

import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.Termination;
import dev.causeway.routing.model.VirtualHost;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The matching rules as their text reads: regular expressions and a scan over every rule. */
final class NaiveMatcher {
  private static final Pattern AUTHORITY = Pattern.compile("(?<host>[^:]*?)\\.?(:[0-9]+)?");
  private static final Pattern TARGET =
      Pattern.compile(
          "(?:[^/?*][^/?]*://[^/?]*)?(?<path>/[^?]*)?(?:\\?.*)?|\\*|[^/]*", Pattern.DOTALL);

  private final Collection<VirtualHost> hosts;

  NaiveMatcher(Collection<VirtualHost> hosts) {
    this.hosts = hosts;
  }

  String match(boolean secure, String authority, String target) {
    Matcher host = AUTHORITY.matcher(authority);
    if (!host.matches() || host.group("host").isEmpty()) {
      return "none";
    }
    String name = host.group("host").toLowerCase(Locale.ROOT);
    Matcher parsed = TARGET.matcher(target);
    String path = parsed.matches() && parsed.group("path") != null ? parsed.group("path") : "";
    if (!secure) {
      Optional<Candidate> best = best(name, path, rule -> true);
      if (best.isPresent() && best.get().rule.insecurePolicy() == InsecurePolicy.REDIRECT) {
        return "302 " + best.get().plan();
      }
    }
    return best(name, path, secure ? NaiveMatcher::onHttps : NaiveMatcher::onHttp)
        .map(Candidate::plan)
        .orElse("none");
  }

  private static boolean onHttp(Rule rule) {
    return switch (rule.termination()) {
      case NONE -> true;
      case EDGE, REENCRYPT -> rule.insecurePolicy() == InsecurePolicy.ALLOW;
      case PASSTHROUGH -> false;
    };
  }

  private static boolean onHttps(Rule rule) {
    return rule.termination() == Termination.EDGE || rule.termination() == Termination.REENCRYPT;
  }

  private Optional<Candidate> best(String name, String path, Predicate<Rule> side) {
    return hosts.stream()
        .filter(host -> covers(host, name))
        .flatMap(host -> host.rules().stream().map(rule -> new Candidate(host, rule)))
        .filter(candidate -> side.test(candidate.rule))
        .filter(candidate -> pathMatches(candidate.rule.path(), path))
        .min(
            Comparator.comparing((Candidate candidate) -> candidate.host.isWildcard())
                .thenComparing(candidate -> candidate.rule.path().matches("/*"))
                .thenComparingInt(candidate -> -candidate.rule.path().length()));
  }

  private static boolean covers(VirtualHost host, String name) {
    return host.isWildcard()
        ? name.matches("[^.]*" + Pattern.quote(host.name().substring(1)))
        : name.equals(host.name());
  }

  private static boolean pathMatches(String rulePath, String path) {
    if (rulePath.matches("/*")) {
      return true;
    }
    String literal = Pattern.quote(RequestTarget.wireForm(rulePath));
    // The dot stands for line separators too, which the byte 0x85 looks like.
    return path.matches(rulePath.endsWith("/") ? literal + "(?s:.*)" : literal + "(?s:/.*)?");
  }

  String sni(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    List<VirtualHost> covering =
        hosts.stream()
            .filter(host -> covers(host, lower))
            .sorted(Comparator.comparing(VirtualHost::isWildcard))
            .toList();
    return covering.stream()
        .flatMap(
            host ->
                host.rules().stream()
                    .filter(rule -> rule.termination() == Termination.PASSTHROUGH)
                    .map(rule -> "relay " + Hosts.plan(host, rule)))
        .findFirst()
        .or(
            () ->
                covering.stream()
                    .filter(host -> !host.certificates().isEmpty())
                    .map(host -> "certificates " + host.name())
                    .findFirst())
        .orElse("default");
  }

  private record Candidate(VirtualHost host, Rule rule) {
    String plan() {
      return Hosts.plan(host, rule);
    }
  }
}
