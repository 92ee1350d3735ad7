package dev.causeway.router.config;

import dev.causeway.router.config.ResourceProblem.Code;
import dev.causeway.routing.model.Settings;
import java.util.List;

/** Finds settings no router could run with. */
final class SettingsCheck {
  private SettingsCheck() {}

  static List<ResourceProblem> problems(Settings settings) {
    boolean positive =
        settings.connectTimeoutMillis() > 0
            && settings.clientTimeoutMillis() > 0
            && settings.requestHeadTimeoutMillis() > 0
            && settings.keepAliveTimeoutMillis() > 0
            && settings.inspectDelayMillis() > 0;
    if (!positive) {
      return List.of(new ResourceProblem(Code.INVALID_VALUE, "", "a timeout is not above 0"));
    }
    return settings.tls().profile().suites().isEmpty()
        ? List.of(new ResourceProblem(Code.INVALID_VALUE, "tls.suites", "there is no cipher suite"))
        : List.of();
  }
}
