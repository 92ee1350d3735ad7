package dev.causeway.routing.annotation;

import dev.causeway.routing.annotation.AnnotationSpec.OnBadValue;
import dev.causeway.routing.model.Balance;
import dev.causeway.routing.model.ForwardedPolicy;
import dev.causeway.routing.model.SameSite;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Every annotation Causeway knows; the reference page is made from it. */
public final class AnnotationCatalog {
  private static final String HAPROXY = "haproxy.router.openshift.io/";
  private static final String ROUTER = "router.openshift.io/";
  private static final String BOOLEAN =
      "1, t, T, TRUE, true or True; 0, f, F, FALSE, false or False";
  private static final String INTEGER = "an integer; 0 and below refuse everything";
  private static final Pattern COOKIE = Pattern.compile("[a-zA-Z0-9_-]+");
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

  /** Switches the affinity cookie off (AN-008). */
  public static final AnnotationSpec<Boolean> DISABLE_COOKIES =
      lenient(
          HAPROXY + "disable_cookies",
          GoValues::bool,
          BOOLEAN,
          "false",
          "No affinity cookie is read or set; not for passthrough, which never has one.");

  /** Name of the affinity cookie (AN-009). */
  public static final AnnotationSpec<String> COOKIE_NAME =
      lenient(
          ROUTER + "cookie_name",
          text -> COOKIE.matcher(text).matches() ? Optional.of(text) : Optional.empty(),
          "letters, digits, _ and -",
          "MD5 of a space and namespace:name of the Route, in hexadecimal",
          "Name of the affinity cookie; not for passthrough.");

  /** SameSite of the affinity cookie (AN-010). */
  public static final AnnotationSpec<SameSite> COOKIE_SAME_SITE =
      lenient(
          ROUTER + "cookie-same-site",
          AnnotationCatalog::sameSite,
          "Lax, Strict or None",
          "None",
          "SameSite of the affinity cookie of edge and reencrypt routes that plain HTTP does not"
              + " serve; they send Secure as well.");

  /** Most connections per endpoint (AN-023). */
  public static final AnnotationSpec<Integer> POD_CONNECTIONS =
      lenient(
          HAPROXY + "pod-concurrent-connections",
          AnnotationCatalog::count,
          "whole number; 0 for no limit",
          "no limit",
          "Most requests, or connections of passthrough routes, at once per endpoint and router;"
              + " others wait for the connect timeout at most.");

  /** Time between two health checks of an endpoint (AN-024). */
  public static final AnnotationSpec<Long> HEALTH_CHECK_INTERVAL =
      lenient(
          ROUTER + "haproxy.health.check.interval",
          Durations::millis,
          TIME,
          "that of the IngressController, else 5s",
          "Time between two health checks of an endpoint, for routes with more than one.");

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

  /** Source addresses that may use the Route (AN-013, AN-014). */
  static final AnnotationSpec<AllowlistText> ALLOWLIST =
      new AnnotationSpec<>(
          HAPROXY + "ip_allowlist",
          List.of(HAPROXY + "ip_whitelist"),
          AllowlistText::parse,
          "addresses and CIDRs separated by blanks or tabs, in one line, without blanks around",
          "the Route is OPEN to every address",
          OnBadValue.USE_DEFAULT,
          "Only these source addresses may use the Route; entries that are neither address nor CIDR"
              + " are dropped, and a list without a valid entry is ignored.");

  /** Switches the three limits below on (AN-015). */
  static final AnnotationSpec<Boolean> RATE_LIMITS =
      lenient(
          HAPROXY + "rate-limit-connections",
          GoValues::bool,
          BOOLEAN,
          "false",
          "Switches the limits per source address on.");

  /** Connections at a time (AN-016). */
  static final AnnotationSpec<Integer> CONCURRENT_TCP =
      lenient(
          HAPROXY + "rate-limit-connections.concurrent-tcp",
          GoValues::integer,
          INTEGER,
          "no limit",
          "The first connection at a time of one source that is refused; on HTTP routes, request.");

  /** New connections in 3 s (AN-017). */
  static final AnnotationSpec<Integer> RATE_TCP =
      lenient(
          HAPROXY + "rate-limit-connections.rate-tcp",
          GoValues::integer,
          INTEGER,
          "no limit",
          "The first connection of one source within 3 s that is refused; on HTTP routes, request.");

  /** Requests in 10 s (AN-018). */
  static final AnnotationSpec<Integer> RATE_HTTP =
      lenient(
          HAPROXY + "rate-limit-connections.rate-http",
          GoValues::integer,
          INTEGER,
          "no limit",
          "Requests of one source within 10 s that pass; not for passthrough.");

  /** How refused requests end (AN-041). */
  static final AnnotationSpec<Boolean> RATE_REFUSAL =
      lenient(
          "causeway.dev/rate-limit-refusal",
          text ->
              switch (text) {
                case "drop" -> Optional.of(false);
                case "429" -> Optional.of(true);
                default -> Optional.empty();
              },
          "drop or 429",
          "drop",
          "Whether a request beyond a limit is cut, or answered with 429; not for passthrough.");

  /** Spelling of header names towards endpoints (AN-022). */
  static final AnnotationSpec<Boolean> ADJUST_CASE =
      lenient(
          HAPROXY + "h1-adjust-case",
          GoValues::bool,
          BOOLEAN,
          "false",
          "HTTP/1 requests to endpoints get the header names that the IngressController spells in"
              + " headerNameCaseAdjustments.");

  private static final List<AnnotationSpec<?>> ACTIVE =
      List.of(
          BALANCE,
          TIMEOUT,
          TIMEOUT_TUNNEL,
          ALLOWLIST,
          RATE_LIMITS,
          CONCURRENT_TCP,
          RATE_TCP,
          RATE_HTTP,
          RATE_REFUSAL,
          FORWARDED,
          HSTS,
          REWRITE_TARGET,
          ADJUST_CASE,
          DISABLE_COOKIES,
          COOKIE_NAME,
          COOKIE_SAME_SITE,
          POD_CONNECTIONS,
          HEALTH_CHECK_INTERVAL,
          FILTERS);

  private static final List<PassiveAnnotation> PASSIVE =
      List.of(
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

  /** A number of connections; negative numbers limit nothing that could be meant. */
  private static Optional<Integer> count(String text) {
    return GoValues.integer(text).filter(number -> number >= 0);
  }

  private static Optional<SameSite> sameSite(String text) {
    return switch (text) {
      case "Lax" -> Optional.of(SameSite.LAX);
      case "Strict" -> Optional.of(SameSite.STRICT);
      case "None" -> Optional.of(SameSite.NONE);
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
