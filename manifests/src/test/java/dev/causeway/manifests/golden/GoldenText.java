package dev.causeway.manifests.golden;

import dev.causeway.manifests.ManifestProblem;
import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.admission.Verdict;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.EndpointSet;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.Settings;
import dev.causeway.routing.model.TicketKeys;
import dev.causeway.routing.model.TrustBundle;
import dev.causeway.routing.model.Upstream;
import dev.causeway.routing.model.UpstreamTls;
import dev.causeway.routing.model.VirtualHost;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Compiled state as text that is the same in every run. */
final class GoldenText {
  private final Map<String, String> names = new HashMap<>();

  /** Names content-addressed resources by what they were made for. */
  GoldenText(Collection<Resource> resources, GoldenMaterial material) {
    for (Resource resource : resources) {
      switch (resource) {
        case Certificate certificate ->
            names.put(
                certificate.name(),
                "<" + material.nameOf(certificate.chain().getFirst().toArray()) + ">");
        case TrustBundle trust ->
            names.put(
                trust.name(),
                trust.certificates().stream()
                    .map(each -> material.nameOf(each.toArray()))
                    .collect(Collectors.joining(",", "<", ">")));
        case Settings s -> {}
        case Upstream u -> {}
        case VirtualHost v -> {}
        case EndpointSet e -> {}
        case TicketKeys t -> {}
      }
    }
  }

  private String plain(String text) {
    String plain = text;
    for (Map.Entry<String, String> entry : names.entrySet()) {
      plain = plain.replace(entry.getKey(), entry.getValue());
    }
    // The suffix of an upstream with TLS is a hash over certificates that differ in every run.
    return plain.replaceAll("~[0-9a-f]{6,}", "~<tls>");
  }

  String snapshot(Collection<Resource> resources) {
    return resources.stream()
        .sorted(
            Comparator.comparing(Resource::kind).thenComparing(resource -> plain(lines(resource))))
        .map(resource -> plain(lines(resource)))
        .collect(Collectors.joining());
  }

  private static String lines(Resource resource) {
    return switch (resource) {
      case Settings settings ->
          "settings domain=%s http2=%s defaultCertificates=%s%n"
              .formatted(settings.domain(), settings.http2(), settings.defaultCertificates());
      case Certificate certificate ->
          "certificate %s %s chain=%d%n"
              .formatted(certificate.name(), certificate.algorithm(), certificate.chain().size());
      case TicketKeys keys -> "ticket keys %d%n".formatted(keys.keys().size());
      case TrustBundle trust -> "trust %s%n".formatted(trust.name());
      case Upstream upstream -> "upstream %s%s%n".formatted(upstream.name(), tls(upstream));
      case VirtualHost host -> host(host);
      case EndpointSet set ->
          "endpoints %s%n".formatted(set.name())
              + set.endpoints().stream()
                  .map(e -> "  %s %d %s%n".formatted(e.address(), e.port(), e.protocol()))
                  .collect(Collectors.joining());
    };
  }

  private static String tls(Upstream upstream) {
    UpstreamTls tls = upstream.tls();
    return tls == null
        ? ""
        : " tls trust=%s verify=%s".formatted(tls.trustBundle(), tls.verifyName());
  }

  private static String host(VirtualHost host) {
    StringBuilder text =
        new StringBuilder(
            "host %s owner=%s certificates=%s%n"
                .formatted(host.name(), host.ownerNamespace(), host.certificates()));
    for (Rule rule : host.rules()) {
      text.append(
          "  path=\"%s\" %s insecure=%s route=%s backends=%s filters=%s requires=%s%n"
              .formatted(
                  rule.path(),
                  rule.termination(),
                  rule.insecurePolicy(),
                  rule.route(),
                  rule.backends().stream().map(b -> b.upstream() + "=" + b.weight()).toList(),
                  rule.filters(),
                  rule.requires()));
    }
    return text.toString();
  }

  String verdicts(
      Map<ObjectKey, Verdict> verdicts,
      Map<ObjectKey, List<Notice>> notices,
      List<ManifestProblem> problems) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(verdicts)
        .values()
        .forEach(
            verdict ->
                text.append(
                    verdict.reason() == null
                        ? "%s %s: admitted host=%s%s%n"
                            .formatted(
                                verdict.origin(),
                                verdict.route(),
                                verdict.host(),
                                verdict.wildcard() ? " wildcard" : "")
                        : "%s %s: %s %s: %s%n"
                            .formatted(
                                verdict.origin(),
                                verdict.route(),
                                verdict.reason().text(),
                                verdict.field(),
                                verdict.message())));
    new TreeMap<>(notices)
        .values()
        .forEach(
            each ->
                each.forEach(
                    notice ->
                        text.append(
                            "notice %s %s %s: %s%n"
                                .formatted(
                                    notice.origin(),
                                    notice.object(),
                                    notice.field(),
                                    notice.message()))));
    problems.forEach(problem -> text.append("problem ").append(problem.text()).append('\n'));
    return plain(text.toString());
  }

  /** The {@code status.ingress} entries that the verdicts stand for. */
  static String status(Map<ObjectKey, Verdict> verdicts) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(verdicts)
        .values()
        .forEach(
            verdict ->
                text.append(
                        """
                    - route: %s/%s
                      host: "%s"
                      routerName: %s
                      wildcardPolicy: %s
                      conditions:
                      - type: Admitted
                        status: "%s"
                    """
                            .formatted(
                                verdict.route().namespace(),
                                verdict.route().name(),
                                verdict.host(),
                                verdict.shard(),
                                verdict.wildcard() ? "Subdomain" : "None",
                                verdict.admitted() ? "True" : "False"))
                    .append(
                        verdict.reason() == null
                            ? ""
                            : "    reason: " + verdict.reason().text() + "\n"));
    return text.isEmpty() ? "[]\n" : text.toString();
  }
}
