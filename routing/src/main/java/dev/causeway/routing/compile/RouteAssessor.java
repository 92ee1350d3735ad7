package dev.causeway.routing.compile;

import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.admission.RouteValidation;
import dev.causeway.routing.annotation.Defaults;
import dev.causeway.routing.annotation.RouteAnnotations;
import dev.causeway.routing.annotation.RouteDefaults;
import dev.causeway.routing.input.BackendRef;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.input.RouteInput;
import dev.causeway.routing.input.SecretInput;
import dev.causeway.routing.input.TlsInput;
import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.Features;
import dev.causeway.routing.model.RouteRef;
import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.RulePolicies;
import dev.causeway.routing.model.Termination;
import dev.causeway.routing.model.TrustBundle;
import dev.causeway.routing.model.Upstream;
import dev.causeway.routing.model.UpstreamTls;
import dev.causeway.routing.model.WeightedUpstream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns one Route that holds its host into a rule and the resources it needs. */
final class RouteAssessor {
  private final CompileOptions options;
  private final Function<ObjectKey, @Nullable SecretInput> secrets;
  private final PemCache pems;
  private RouteDefaults defaults = RouteDefaults.OKD;
  private List<String> requiredForHttp = List.of();
  private List<String> requiredForTls = List.of();
  private ServiceAuthorities services = ServiceAuthorities.NONE;

  RouteAssessor(
      CompileOptions options, Function<ObjectKey, @Nullable SecretInput> secrets, PemCache pems) {
    this.options = options;
    this.secrets = secrets;
    this.pems = pems;
  }

  /**
   * Takes over what a shard says about all its rules; returns whether that is a change.
   *
   * @param forAll what holds for Routes that say nothing
   * @param forHttp features that rules need which are not passthrough
   * @param forTls features that rules need beyond that where TLS ends here
   */
  boolean adopt(RouteDefaults forAll, List<String> forHttp, List<String> forTls) {
    boolean changed =
        !defaults.equals(forAll)
            || !requiredForHttp.equals(forHttp)
            || !requiredForTls.equals(forTls);
    defaults = forAll;
    requiredForHttp = forHttp;
    requiredForTls = forTls;
    return changed;
  }

  /** Takes over what backends are verified against where Routes say nothing. */
  void adopt(ServiceAuthorities now) {
    services = now;
  }

  /** Returns whether what backends of {@code route} are verified against may be the shard's. */
  static boolean trustsServices(RouteInput route) {
    TlsInput tls = route.tls();
    return tls != null
        && tls.termination().equalsIgnoreCase("reencrypt")
        && tls.destinationCaCertificate().isEmpty();
  }

  Assessment assess(RouteInput route) {
    return switch (RouteValidation.validate(route, secrets, pems::read)) {
      case RouteValidation.Invalid invalid -> new Assessment.Rejected(invalid.rejection());
      case RouteValidation.Valid valid -> served(route, valid);
    };
  }

  private Assessment served(RouteInput route, RouteValidation.Valid valid) {
    Map<String, Integer> weights = weights(route);
    int weighted = (int) weights.values().stream().filter(weight -> weight > 0).count();
    RouteAnnotations annotations =
        RouteAnnotations.read(
            route,
            valid.termination(),
            valid.insecurePolicy(),
            weighted,
            options.allowedFilters(),
            defaults);
    if (annotations.rejection() != null) {
      return new Assessment.Rejected(annotations.rejection());
    }
    RulePolicies policies = annotations.policies().withHeaderActions(valid.headerActions());
    boolean encrypts = valid.termination() == Termination.REENCRYPT;
    boolean byName = encrypts && valid.anchors() == null && services.bundle() != null;
    TrustBundle bundle =
        valid.anchors() != null
            ? new TrustBundle(
                options.shard(), valid.anchors().name(), valid.anchors().certificates())
            : byName ? services.bundle() : null;
    String trusted = bundle == null ? null : bundle.name();
    List<Upstream> upstreams = new ArrayList<>();
    List<WeightedUpstream> backends = new ArrayList<>();
    weights.forEach(
        (service, weight) -> {
          String name = byName ? service + "." + route.key().namespace() + ".svc" : null;
          Upstream upstream =
              upstream(route, service, encrypts ? new UpstreamTls(trusted, name) : null);
          upstreams.add(upstream);
          backends.add(new WeightedUpstream(upstream.name(), weight));
        });
    Rule rule =
        new Rule(
            new RouteRef(route.key().namespace(), route.key().name()),
            route.path(),
            valid.termination(),
            valid.insecurePolicy(),
            backends,
            policies,
            annotations.filters(),
            requires(policies, valid.termination()));
    Certificate certificate =
        valid.certificate() == null ? null : Certificates.of(options.shard(), valid.certificate());
    return new Assessment.Served(
        rule,
        certificate,
        upstreams,
        bundle,
        notices(route, valid, annotations, encrypts && bundle == null));
  }

  private List<String> requires(RulePolicies policies, Termination termination) {
    Set<String> all = new LinkedHashSet<>(Features.of(policies));
    switch (termination) {
      case NONE -> all.addAll(requiredForHttp);
      case EDGE, REENCRYPT -> {
        all.addAll(requiredForHttp);
        all.addAll(requiredForTls);
      }
      case PASSTHROUGH -> {}
    }
    return List.copyOf(all);
  }

  /** Returns weights by Service; of several entries for one Service the last counts (RT-041). */
  private static Map<String, Integer> weights(RouteInput route) {
    Map<String, Integer> weights = new LinkedHashMap<>();
    BackendRef to = route.to();
    if (to != null) {
      weights.put(to.name(), weight(to));
    }
    for (BackendRef backend : route.alternateBackends()) {
      weights.put(backend.name(), weight(backend));
    }
    return weights;
  }

  private static int weight(BackendRef backend) {
    Integer weight = backend.weight();
    return weight == null ? Defaults.WEIGHT : Math.clamp(weight, 0, 256);
  }

  private Upstream upstream(RouteInput route, String service, @Nullable UpstreamTls tls) {
    String namespace = route.key().namespace();
    String port = route.targetPort();
    return new Upstream(
        options.shard(),
        UpstreamNames.of(namespace, service, port, tls),
        namespace,
        service,
        port,
        tls);
  }

  private List<Notice> notices(
      RouteInput route,
      RouteValidation.Valid valid,
      RouteAnnotations annotations,
      boolean unverified) {
    List<Notice> notices = new ArrayList<>();
    for (RouteValidation.Remark remark : valid.remarks()) {
      notices.add(notice(route, remark.field(), remark.message()));
    }
    if (unverified) {
      notices.add(
          notice(
              route,
              "spec.tls.destinationCACertificate",
              "is empty: TLS to the backend is encrypted, but the backend is NOT verified; "
                  + services.remedy()));
    }
    notices.addAll(annotations.notices());
    return List.copyOf(notices);
  }

  private static Notice notice(RouteInput route, String field, String message) {
    return Notice.about(route, field, message);
  }
}
