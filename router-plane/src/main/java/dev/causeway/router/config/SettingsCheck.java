package dev.causeway.router.config;

import dev.causeway.router.config.ResourceProblem.Code;
import dev.causeway.routing.header.LogFormat;
import dev.causeway.routing.header.UniqueIdFormat;
import dev.causeway.routing.model.AccessLogging;
import dev.causeway.routing.model.ClientAuth;
import dev.causeway.routing.model.HeaderPolicies;
import dev.causeway.routing.model.Settings;
import dev.causeway.routing.page.RawResponse;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Finds settings no router could run with. */
final class SettingsCheck {
  private SettingsCheck() {}

  static List<ResourceProblem> problems(Settings settings) {
    boolean positive =
        settings.connectTimeoutMillis() > 0
            && settings.clientTimeoutMillis() > 0
            && settings.requestHeadTimeoutMillis() > 0
            && settings.keepAliveTimeoutMillis() > 0
            && settings.inspectDelayMillis() > 0
            && settings.tuning().clientFinTimeoutMillis() > 0
            && settings.tuning().serverFinTimeoutMillis() > 0
            && settings.tuning().requestHeadBytes() > 0
            && settings.tuning().maxConnections() > 0
            && settings.balancing().healthCheckIntervalMillis() > 0
            && settings.connections().hardStopMillis() >= 0;
    if (!positive) {
      return List.of(
          new ResourceProblem(Code.INVALID_VALUE, "", "a timeout or size is not above 0"));
    }
    if (!isResponse(settings.errorPages().unavailable())
        || !isResponse(settings.errorPages().notFound())) {
      return List.of(
          new ResourceProblem(
              Code.INVALID_VALUE, "error_pages", "a page is not a complete HTTP response"));
    }
    HeaderPolicies headers = settings.headers();
    if (!HeaderActionCheck.isUsable(headers.actions())) {
      return List.of(
          new ResourceProblem(Code.INVALID_VALUE, "headers.actions", "a value is not valid"));
    }
    boolean unusableId =
        headers.uniqueId() != null && UniqueIdFormat.parse(headers.uniqueId().format()).isEmpty();
    if (unusableId) {
      return List.of(
          new ResourceProblem(
              Code.UNSUPPORTED_FEATURE, "headers.unique_id", "the format is not supported"));
    }
    AccessLogging log = settings.accessLog();
    String format = log == null ? null : log.httpFormat();
    if (format != null && LogFormat.parse(format) instanceof LogFormat.Unknown) {
      return List.of(
          new ResourceProblem(
              Code.UNSUPPORTED_FEATURE, "access_log.http_format", "the format is not supported"));
    }
    if (settings.tls().profile().suites().isEmpty()) {
      return List.of(
          new ResourceProblem(Code.INVALID_VALUE, "tls.suites", "there is no cipher suite"));
    }
    ClientAuth auth = settings.tls().clientAuth();
    return auth == null ? List.of() : patterns(auth);
  }

  private static List<ResourceProblem> patterns(ClientAuth auth) {
    for (int i = 0; i < auth.subjectPatterns().size(); i++) {
      try {
        Pattern.compile(auth.subjectPatterns().get(i));
      } catch (PatternSyntaxException e) {
        return List.of(
            new ResourceProblem(
                Code.INVALID_VALUE,
                "tls.clientAuth.subjectPatterns[" + i + "]",
                "is no regular expression: " + e.getDescription()));
      }
    }
    return List.of();
  }

  private static boolean isResponse(@Nullable String page) {
    return page == null || RawResponse.parse(page).isPresent();
  }
}
