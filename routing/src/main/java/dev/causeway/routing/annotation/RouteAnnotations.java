package dev.causeway.routing.annotation;

import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.admission.Quoted;
import dev.causeway.routing.admission.Rejection;
import dev.causeway.routing.annotation.AnnotationSpec.Written;
import dev.causeway.routing.input.RouteInput;
import dev.causeway.routing.model.AccessList;
import dev.causeway.routing.model.Affinity;
import dev.causeway.routing.model.Balance;
import dev.causeway.routing.model.ForwardedPolicy;
import dev.causeway.routing.model.HeaderActions;
import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.RateLimits;
import dev.causeway.routing.model.RulePolicies;
import dev.causeway.routing.model.SameSite;
import dev.causeway.routing.model.Termination;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The annotations of one Route, read.
 *
 * @param policies effective policies, defaults filled in
 * @param filters names of gateway filters, in order
 * @param notices remarks about values that were ignored
 * @param rejection why the Route must not be served, or null
 */
public record RouteAnnotations(
    RulePolicies policies,
    List<String> filters,
    List<Notice> notices,
    @Nullable Rejection rejection) {
  /** Copies the lists. */
  public RouteAnnotations {
    filters = List.copyOf(filters);
    notices = List.copyOf(notices);
  }

  /**
   * Reads the annotations of {@code route}.
   *
   * @param termination termination of the Route
   * @param insecure what plain HTTP does
   * @param weightedBackends number of backends with a weight above 0
   * @param allowedFilters names the administrator allowed
   * @param defaults what holds where the Route says nothing
   */
  public static RouteAnnotations read(
      RouteInput route,
      Termination termination,
      InsecurePolicy insecure,
      int weightedBackends,
      Set<String> allowedFilters,
      RouteDefaults defaults) {
    return new Reader(route, termination, insecure, weightedBackends, allowedFilters, defaults)
        .read();
  }

  private static final class Reader {
    private final RouteInput route;
    private final Termination termination;
    private final InsecurePolicy insecure;
    private final int weightedBackends;
    private final Set<String> allowedFilters;
    private final RouteDefaults defaults;
    private final Map<String, String> annotations;
    private final List<Notice> notices = new ArrayList<>();
    private @Nullable Rejection rejection;

    Reader(
        RouteInput route,
        Termination termination,
        InsecurePolicy insecure,
        int weightedBackends,
        Set<String> allowedFilters,
        RouteDefaults defaults) {
      this.route = route;
      this.termination = termination;
      this.insecure = insecure;
      this.weightedBackends = weightedBackends;
      this.allowedFilters = allowedFilters;
      this.defaults = defaults;
      this.annotations = new TreeMap<>(route.metadata().annotations());
    }

    RouteAnnotations read() {
      boolean passthrough = termination == Termination.PASSTHROUGH;
      Optional<Long> timeout = value(AnnotationCatalog.TIMEOUT);
      Optional<Long> tunnel = value(AnnotationCatalog.TIMEOUT_TUNNEL);
      if (passthrough && tunnel.isEmpty()) {
        tunnel = timeout;
      }
      Optional<ForwardedPolicy> forwarded = value(AnnotationCatalog.FORWARDED);
      Optional<String> hsts = value(AnnotationCatalog.HSTS);
      if (termination != Termination.EDGE && termination != Termination.REENCRYPT) {
        hsts = unused(AnnotationCatalog.HSTS, hsts, "edge and reencrypt");
      }
      Optional<String> rewrite = value(AnnotationCatalog.REWRITE_TARGET);
      if (passthrough) {
        forwarded = unused(AnnotationCatalog.FORWARDED, forwarded, "HTTP");
        rewrite = unused(AnnotationCatalog.REWRITE_TARGET, rewrite, "HTTP");
      }
      RulePolicies policies =
          new RulePolicies(
              passthrough
                  ? defaults.serverTimeoutMillis()
                  : timeout.orElse(defaults.serverTimeoutMillis()),
              tunnel.orElse(defaults.tunnelTimeoutMillis()),
              value(AnnotationCatalog.BALANCE).orElseGet(this::defaultBalance),
              forwarded.orElse(defaults.forwarded()),
              hsts.orElse(null),
              rewrite.orElse(null),
              affinity(),
              value(AnnotationCatalog.HEALTH_CHECK_INTERVAL).orElse(0L),
              value(AnnotationCatalog.POD_CONNECTIONS).orElse(0),
              accessList(),
              rateLimits(passthrough),
              HeaderActions.NONE,
              !passthrough && value(AnnotationCatalog.ADJUST_CASE).orElse(false));
      List<String> filters = filters();
      passiveAndUnknown();
      return new RouteAnnotations(policies, filters, notices, rejection);
    }

    private @Nullable AccessList accessList() {
      AllowlistText list = value(AnnotationCatalog.ALLOWLIST).orElse(null);
      if (list == null || list.networks().isEmpty()) {
        return null;
      }
      if (!list.dropped().isEmpty()) {
        String entries =
            Quoted.of(String.join(" ", list.dropped()))
                + ", which is neither an address nor a CIDR";
        bad(
            AnnotationCatalog.ALLOWLIST.key(),
            "has " + entries,
            "ignores " + entries + "; only the other entries may use the Route");
      }
      return new AccessList(list.networks());
    }

    private @Nullable RateLimits rateLimits(boolean passthrough) {
      boolean on = value(AnnotationCatalog.RATE_LIMITS).orElse(false);
      Optional<Integer> concurrent = value(AnnotationCatalog.CONCURRENT_TCP);
      Optional<Integer> connections = value(AnnotationCatalog.RATE_TCP);
      Optional<Integer> requests = value(AnnotationCatalog.RATE_HTTP);
      Optional<Boolean> answered = value(AnnotationCatalog.RATE_REFUSAL);
      if (passthrough) {
        requests = unused(AnnotationCatalog.RATE_HTTP, requests, "HTTP");
        answered = unused(AnnotationCatalog.RATE_REFUSAL, answered, "HTTP");
      }
      boolean limits = concurrent.isPresent() || connections.isPresent() || requests.isPresent();
      if (limits != on) {
        notice(
            AnnotationCatalog.RATE_LIMITS.key(),
            on
                ? "limits nothing: none of concurrent-tcp, rate-tcp and rate-http sets a limit"
                : "is not true, so the limits that the Route sets are NOT applied");
      }
      return on && limits
          ? new RateLimits(
              concurrent.orElse(null),
              connections.orElse(null),
              requests.orElse(null),
              answered.orElse(false))
          : null;
    }

    private Balance defaultBalance() {
      if (weightedBackends > 1) {
        return Defaults.BALANCE_SEVERAL_BACKENDS;
      }
      return termination == Termination.PASSTHROUGH
          ? Defaults.BALANCE_PASSTHROUGH
          : Defaults.BALANCE_HTTP;
    }

    private @Nullable Affinity affinity() {
      Optional<Boolean> disabled = value(AnnotationCatalog.DISABLE_COOKIES);
      Optional<String> name = value(AnnotationCatalog.COOKIE_NAME);
      Optional<SameSite> sameSite = value(AnnotationCatalog.COOKIE_SAME_SITE);
      if (termination == Termination.PASSTHROUGH) {
        unused(AnnotationCatalog.DISABLE_COOKIES, disabled, "HTTP");
        unused(AnnotationCatalog.COOKIE_NAME, name, "HTTP");
        unused(AnnotationCatalog.COOKIE_SAME_SITE, sameSite, "HTTP");
        return null;
      }
      boolean secureOnly = termination != Termination.NONE && insecure != InsecurePolicy.ALLOW;
      if (!secureOnly) {
        unused(
            AnnotationCatalog.COOKIE_SAME_SITE,
            sameSite,
            "edge and reencrypt (with an insecure policy other than Allow)");
      }
      return disabled.orElse(false)
          ? null
          : new Affinity(
              name.orElseGet(() -> CookieNames.of(route.key())),
              secureOnly ? sameSite.orElse(SameSite.NONE) : null);
    }

    private <T> Optional<T> value(AnnotationSpec<T> spec) {
      Optional<Written> written = spec.find(annotations);
      if (written.isEmpty()) {
        return Optional.empty();
      }
      Optional<T> value = spec.parser().apply(written.get().text());
      if (value.isEmpty()) {
        String message = "the value is not valid; accepted: " + spec.accepted();
        switch (spec.onBadValue()) {
          case USE_DEFAULT ->
              bad(
                  written.get().key(),
                  message,
                  message + ". The default holds: " + spec.defaultText());
          case REJECT -> reject(written.get().key(), message);
        }
      }
      return value;
    }

    private <T> Optional<T> unused(AnnotationSpec<T> spec, Optional<T> value, String applicable) {
      if (value.isPresent()) {
        notice(spec.key(), "has no effect here; it applies to " + applicable + " routes only");
      }
      return Optional.empty();
    }

    private List<String> filters() {
      String key = AnnotationCatalog.FILTERS.key();
      List<String> names = value(AnnotationCatalog.FILTERS).orElse(List.of());
      List<String> unknown = names.stream().filter(name -> !allowedFilters.contains(name)).toList();
      if (!unknown.isEmpty()) {
        reject(
            key,
            "filter "
                + String.join(", ", unknown)
                + " is not allowed in this shard; allowed: "
                + (allowedFilters.isEmpty()
                    ? "none"
                    : String.join(", ", new TreeSet<>(allowedFilters))));
      } else if (!names.isEmpty() && termination == Termination.PASSTHROUGH) {
        reject(key, "filters cannot see the requests of a passthrough route; remove one of them");
      }
      return names;
    }

    private void passiveAndUnknown() {
      for (String key : annotations.keySet()) {
        Optional<PassiveAnnotation> passive =
            AnnotationCatalog.passive().stream().filter(p -> p.key().equals(key)).findFirst();
        if (passive.isPresent()) {
          notice(key, passive.get().notice());
        } else if (AnnotationCatalog.isOurs(key) && !isActive(key)) {
          notice(key, "is not a known annotation and has no effect; check its spelling");
        }
      }
    }

    private static boolean isActive(String key) {
      return AnnotationCatalog.active().stream()
          .anyMatch(spec -> spec.key().equals(key) || spec.aliases().contains(key));
    }

    /** A wrong value is ignored and said, or rejects the Route where the shard is strict. */
    private void bad(String key, String problem, String ignored) {
      if (defaults.strict()) {
        reject(key, problem);
      } else {
        notice(key, ignored);
      }
    }

    private void notice(String key, String message) {
      notices.add(Notice.about(route, field(key), message));
    }

    private void reject(String key, String message) {
      if (rejection == null) {
        rejection = Rejection.invalid(field(key), field(key) + ": " + message);
      }
    }

    private static String field(String key) {
      return "metadata.annotations[" + key + "]";
    }
  }
}
