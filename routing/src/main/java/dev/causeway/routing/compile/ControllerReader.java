package dev.causeway.routing.compile;

import dev.causeway.routing.admission.HeaderActionReader;
import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.admission.Quoted;
import dev.causeway.routing.annotation.Defaults;
import dev.causeway.routing.annotation.RouteDefaults;
import dev.causeway.routing.header.HeaderName;
import dev.causeway.routing.header.UniqueIdFormat;
import dev.causeway.routing.input.AccessLogInput;
import dev.causeway.routing.input.HttpHeadersInput;
import dev.causeway.routing.input.IngressControllerInput;
import dev.causeway.routing.input.PublishingInput;
import dev.causeway.routing.input.TlsProfileInput;
import dev.causeway.routing.model.AccessLogging;
import dev.causeway.routing.model.Balancing;
import dev.causeway.routing.model.ClosedClients;
import dev.causeway.routing.model.ForwardedPolicy;
import dev.causeway.routing.model.HeaderPolicies;
import dev.causeway.routing.model.TlsProfile;
import dev.causeway.routing.model.Tuning;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the options of an IngressController. A value that cannot be used counts as absent and
 * leaves a notice.
 */
final class ControllerReader {
  private static final String TUNING = "spec.tuningOptions.";
  private static final String HEADERS = "spec.httpHeaders.";
  private static final String HTTP2_ANNOTATION =
      "ingress.operator.openshift.io/default-enable-http2";
  private static final String STRICT_ANNOTATION = "causeway.dev/strict-annotations";
  private static final long LONGEST_KEEP_ALIVE_MILLIS = 900_000;

  /** Shorter intervals are ignored (RO-010). */
  private static final long SHORTEST_CHECK_MILLIS = 1_000;

  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[-!#$&+.0-9A-Z^_a-z]+/(?:\\*|[-!#$&+.0-9A-Z^_a-z]+)(?:;.*)?");

  private final @Nullable IngressControllerInput controller;
  private final List<Notice> notices;
  private final Map<String, String> tuning;
  private final HttpHeadersInput http;

  /**
   * Creates a reader.
   *
   * @param controller the IngressController, or null where there is none
   * @param notices where notices go
   */
  ControllerReader(@Nullable IngressControllerInput controller, List<Notice> notices) {
    this.controller = controller;
    this.notices = notices;
    this.tuning = controller == null ? Map.of() : controller.tuning();
    this.http = controller == null ? HttpHeadersInput.NONE : controller.httpHeaders();
  }

  /** Returns what holds for Routes that say nothing. */
  RouteDefaults routeDefaults() {
    return new RouteDefaults(
        millis("serverTimeout", Defaults.SERVER_TIMEOUT_MILLIS),
        millis("tunnelTimeout", tunnelDefault()),
        forwarded(),
        isOn(STRICT_ANNOTATION, false));
  }

  /** A network load balancer of AWS forgets connections that are idle for 350 s (RO-008). */
  private long tunnelDefault() {
    PublishingInput publishing =
        controller == null ? PublishingInput.NONE : controller.connections().publishing();
    return publishing.provider().equals("AWS") && publishing.awsType().equals("NLB")
        ? Defaults.NLB_TUNNEL_TIMEOUT_MILLIS
        : Defaults.TUNNEL_TIMEOUT_MILLIS;
  }

  private ForwardedPolicy forwarded() {
    String text = http.forwardedPolicy();
    return switch (text) {
      case "", "Append" -> Defaults.FORWARDED;
      case "Replace" -> ForwardedPolicy.REPLACE;
      case "IfNone" -> ForwardedPolicy.IF_NONE;
      case "Never" -> ForwardedPolicy.NEVER;
      default -> {
        notice(
            HEADERS + "forwardedHeaderPolicy",
            Quoted.of(text) + " is unknown; Append holds. Write Append, Replace, IfNone or Never");
        yield Defaults.FORWARDED;
      }
    };
  }

  /** Returns a duration of the tuning options; 0 and negative ones are the default (RO-028). */
  long millis(String field, long defaultMillis) {
    String text = tuning.getOrDefault(field, "");
    if (text.isEmpty()) {
      return defaultMillis;
    }
    Optional<Long> millis = GoDuration.millis(text);
    if (millis.isEmpty()) {
      notice(
          TUNING + field,
          Quoted.of(text)
              + " is not a duration such as 30s or 1h30m; the default of "
              + defaultMillis
              + " ms holds");
    }
    return millis.filter(value -> value > 0).orElse(defaultMillis);
  }

  /** Returns the idle limit between requests (RO-007). */
  long keepAliveMillis() {
    String field = "httpKeepAliveTimeout";
    long millis = millis(field, Defaults.KEEP_ALIVE_TIMEOUT_MILLIS);
    if (millis > LONGEST_KEEP_ALIVE_MILLIS) {
      notice(TUNING + field, "is above 15m; the default of 5m holds");
      return Defaults.KEEP_ALIVE_TIMEOUT_MILLIS;
    }
    return millis;
  }

  Balancing balancing() {
    return new Balancing(healthCheckInterval(), closedClients());
  }

  private long healthCheckInterval() {
    String field = "healthCheckInterval";
    long defaultMillis = Balancing.DEFAULTS.healthCheckIntervalMillis();
    long millis = millis(field, defaultMillis);
    if (millis < SHORTEST_CHECK_MILLIS) {
      notice(TUNING + field, "is below 1s; the default of 5s holds");
      return defaultMillis;
    }
    return millis;
  }

  private ClosedClients closedClients() {
    return switch (controller == null ? "" : controller.closedClientConnectionPolicy()) {
      case "Abort" -> ClosedClients.ABORT;
      case "", "Continue" -> ClosedClients.CONTINUE;
      default -> {
        notice(
            "spec.closedClientConnectionPolicy",
            "is neither Abort nor Continue; the default holds: Continue");
        yield ClosedClients.CONTINUE;
      }
    };
  }

  /** Returns whether {@code h2} is offered: what the annotation says, else the installation. */
  boolean http2(boolean installation) {
    return isOn(HTTP2_ANNOTATION, installation);
  }

  private boolean isOn(String annotation, boolean absent) {
    String value = controller == null ? null : controller.metadata().annotations().get(annotation);
    return switch (value) {
      case null -> absent;
      case "true" -> true;
      case "false" -> false;
      default -> {
        notice(
            "metadata.annotations[" + annotation + "]",
            Quoted.of(value) + " is neither true nor false, and has no effect");
        yield absent;
      }
    };
  }

  TlsProfile tlsProfile() {
    ProfileReader read =
        ProfileReader.read(controller == null ? TlsProfileInput.NONE : controller.tlsProfile());
    String problem = read.problem();
    if (problem != null) {
      notice("spec.tlsSecurityProfile", problem);
    }
    return read.profile();
  }

  Tuning tuning() {
    Tuning defaults = Tuning.DEFAULTS;
    int buffer = number("headerBufferBytes", defaults.headerBufferBytes(), 16_384, 1 << 24);
    int rewrite =
        number("headerBufferMaxRewriteBytes", defaults.headerRewriteBytes(), 4_096, 1 << 24);
    if (rewrite >= buffer) {
      notice(
          TUNING + "headerBufferMaxRewriteBytes",
          "is not smaller than headerBufferBytes; the defaults of both hold");
      buffer = defaults.headerBufferBytes();
      rewrite = defaults.headerRewriteBytes();
    }
    return new Tuning(
        millis("clientFinTimeout", defaults.clientFinTimeoutMillis()),
        millis("serverFinTimeout", defaults.serverFinTimeoutMillis()),
        buffer,
        rewrite,
        maxConnections());
  }

  private int maxConnections() {
    return "-1".equals(tuning.get("maxConnections"))
        ? Integer.MAX_VALUE
        : number("maxConnections", Tuning.DEFAULTS.maxConnections(), 2_000, 2_000_000);
  }

  private int number(String field, int defaultValue, int least, int most) {
    String text = tuning.getOrDefault(field, "");
    if (text.isEmpty() || text.equals("0")) {
      return defaultValue;
    }
    if (text.matches("[0-9]{1,9}")) {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    }
    notice(
        TUNING + field,
        Quoted.of(text)
            + " is not a number from "
            + least
            + " to "
            + most
            + "; the default of "
            + defaultValue
            + " holds");
    return defaultValue;
  }

  /** Returns how to log accesses, or null for not at all (RO-084). */
  @Nullable AccessLogging accessLog() {
    AccessLogInput access = controller == null ? null : controller.accessLog();
    return access == null ? null : new AccessLogReader(access, this::notice).read();
  }

  HeaderPolicies headers() {
    return new HeaderPolicies(
        HeaderActionReader.read(
            http.actions(),
            true,
            (field, message) -> notice(field, message + ". The entry is left out"),
            this::notice),
        usable(
            HEADERS + "headerNameCaseAdjustments",
            http.nameCases(),
            HeaderName::isValid,
            "a header name"),
        uniqueId(),
        usable(
                "spec.httpCompression.mimeTypes",
                http.compressedTypes(),
                text -> MEDIA_TYPE.matcher(text).matches(),
                "a media type")
            .stream()
            .map(type -> type.toLowerCase(Locale.ROOT))
            .toList());
  }

  private HeaderPolicies.@Nullable UniqueId uniqueId() {
    String name = http.uniqueIdName();
    if (name.isEmpty()) {
      return null;
    }
    if (!HeaderName.isValid(name)) {
      notice(HEADERS + "uniqueId.name", Quoted.of(name) + " is not a header name; no id is added");
      return null;
    }
    String format = http.uniqueIdFormat();
    if (format.isEmpty() || UniqueIdFormat.parse(format).isPresent()) {
      return new HeaderPolicies.UniqueId(name, format.isEmpty() ? UniqueIdFormat.DEFAULT : format);
    }
    notice(
        HEADERS + "uniqueId.format",
        "uses more than text, %ci, %cp, %fi, %fp, %Ts, %rt, %pid, %[uuid()] and {+X}; the format "
            + UniqueIdFormat.DEFAULT
            + " holds");
    return new HeaderPolicies.UniqueId(name, UniqueIdFormat.DEFAULT);
  }

  private List<String> usable(
      String field, List<String> values, Predicate<String> form, String what) {
    List<String> usable = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      String value = values.get(i);
      if (form.test(value)) {
        usable.add(value);
      } else {
        notice(field + "[" + i + "]", Quoted.of(value) + " is not " + what + " and is left out");
      }
    }
    return usable;
  }

  private void notice(String field, String message) {
    if (controller != null) {
      notices.add(Notice.about(controller, field, message));
    }
  }
}
