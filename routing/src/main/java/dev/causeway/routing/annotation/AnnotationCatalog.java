package dev.causeway.routing.annotation;

import dev.causeway.routing.annotation.AnnotationSpec.OnBadValue;
import dev.causeway.routing.model.Balance;
import dev.causeway.routing.model.ForwardedPolicy;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Every annotation Causeway knows; the reference page is made from it. */
public final class AnnotationCatalog {
  private static final String HAPROXY = "haproxy.router.openshift.io/";
  private static final String ROUTER = "router.openshift.io/";
  private static final String TIME = "whole number above 0 with us, ms, s, m, h or d; ms if none";

  /** Balancing algorithm (AN-007). */
  public static final AnnotationSpec<Balance> BALANCE =
      lenient(
          HAPROXY + "balance",
          AnnotationCatalog::balance,
          "roundrobin, leastconn, source or random",
          "roundrobin with several weighted backends, else random; source for passthrough",
          "Balancing algorithm.");

  /** Server inactivity limit, or tunnel limit of passthrough routes (AN-011). */
  public static final AnnotationSpec<Long> TIMEOUT =
      lenient(
          HAPROXY + "timeout",
          Durations::millis,
          TIME,
          "30s; for passthrough see timeout-tunnel",
          "Longest silence of the backend; of the tunnel for passthrough routes.");

  /** Idle limit after an upgrade and of passthrough connections (AN-012). */
  public static final AnnotationSpec<Long> TIMEOUT_TUNNEL =
      lenient(
          HAPROXY + "timeout-tunnel",
          Durations::millis,
          TIME,
          "1h",
          "Longest silence on upgraded and passthrough connections.");

  /** Policy for forwarded headers (AN-021). */
  public static final AnnotationSpec<ForwardedPolicy> FORWARDED =
      lenient(
          HAPROXY + "set-forwarded-headers",
          AnnotationCatalog::forwarded,
          "append, replace, if-none or never",
          "append",
          "How X-Forwarded-* and Forwarded are written; not for passthrough.");

  /** Value of {@code Strict-Transport-Security} (AN-020). */
  public static final AnnotationSpec<String> HSTS =
      lenient(
          HAPROXY + "hsts_header",
          HstsHeader::parse,
          "max-age=SECONDS with includeSubDomains and preload, separated by semicolons",
          "no header",
          "Strict-Transport-Security of responses of edge and reencrypt routes.");

  /** Path rewrite (AN-019). */
  public static final AnnotationSpec<String> REWRITE_TARGET =
      lenient(
          HAPROXY + "rewrite-target",
          RewriteTarget::sanitise,
          "path beginning with /, without control characters",
          "no rewrite",
          "Replaces the part of the path that equals spec.path; not for passthrough.");

  /** Gateway filters of the Route. */
  public static final AnnotationSpec<List<String>> FILTERS =
      new AnnotationSpec<>(
          "causeway.dev/filters",
          List.of(),
          FilterNames::parse,
          "comma-separated names, each allowed by the administrator of the shard",
          "no filters",
          OnBadValue.REJECT,
          "Gateway filters that every request of the Route passes, in order.");

  private static final List<AnnotationSpec<?>> ACTIVE =
      List.of(BALANCE, TIMEOUT, TIMEOUT_TUNNEL, FORWARDED, HSTS, REWRITE_TARGET, FILTERS);

  private static final List<PassiveAnnotation> PASSIVE =
      List.of(
          new PassiveAnnotation(
              HAPROXY + "ip_allowlist", "only listed source addresses may connect", true),
          new PassiveAnnotation(
              HAPROXY + "ip_whitelist", "only listed source addresses may connect", true),
          new PassiveAnnotation(
              HAPROXY + "rate-limit-connections", "turns rate limits per source on", true),
          new PassiveAnnotation(
              HAPROXY + "rate-limit-connections.concurrent-tcp",
              "limits concurrent connections per source",
              true),
          new PassiveAnnotation(
              HAPROXY + "rate-limit-connections.rate-tcp",
              "limits new connections per source",
              true),
          new PassiveAnnotation(
              HAPROXY + "rate-limit-connections.rate-http", "limits requests per source", true),
          new PassiveAnnotation(
              HAPROXY + "pod-concurrent-connections", "limits connections per endpoint", true),
          new PassiveAnnotation(
              HAPROXY + "disable_cookies", "switches the affinity cookie off", false),
          new PassiveAnnotation(ROUTER + "cookie_name", "names the affinity cookie", false),
          new PassiveAnnotation(
              ROUTER + "cookie-same-site", "sets SameSite of the affinity cookie", false),
          new PassiveAnnotation(
              HAPROXY + "h1-adjust-case", "adjusts the case of header names", false),
          new PassiveAnnotation(
              ROUTER + "haproxy.health.check.interval", "sets the health check interval", false),
          new PassiveAnnotation(
              ROUTER + "pool-size", "belonged to the old dynamic manager", false));

  private AnnotationCatalog() {}

  /** Returns the annotations that this version acts on. */
  public static List<AnnotationSpec<?>> active() {
    return ACTIVE;
  }

  /** Returns the known annotations that this version does not act on. */
  public static List<PassiveAnnotation> passive() {
    return PASSIVE;
  }

  /** Returns whether {@code key} looks like one of ours, so that an unknown one is a mistake. */
  static boolean isOurs(String key) {
    return key.startsWith(HAPROXY) || key.startsWith(ROUTER) || key.startsWith("causeway.dev/");
  }

  private static <T> AnnotationSpec<T> lenient(
      String key,
      Function<String, Optional<T>> parser,
      String accepted,
      String defaultText,
      String doc) {
    return new AnnotationSpec<>(
        key, List.of(), parser, accepted, defaultText, OnBadValue.USE_DEFAULT, doc);
  }

  private static Optional<Balance> balance(String text) {
    return switch (text) {
      case "roundrobin" -> Optional.of(Balance.ROUND_ROBIN);
      case "leastconn" -> Optional.of(Balance.LEAST_CONNECTIONS);
      case "source" -> Optional.of(Balance.SOURCE);
      case "random" -> Optional.of(Balance.RANDOM);
      default -> Optional.empty();
    };
  }

  private static Optional<ForwardedPolicy> forwarded(String text) {
    for (ForwardedPolicy policy : ForwardedPolicy.values()) {
      if (policy.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(text)) {
        return Optional.of(policy);
      }
    }
    return Optional.empty();
  }
}
