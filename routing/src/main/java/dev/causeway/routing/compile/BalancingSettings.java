package dev.causeway.routing.compile;

import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.input.IngressControllerInput;
import dev.causeway.routing.model.Balancing;
import dev.causeway.routing.model.ClosedClients;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an IngressController says about endpoints, with defaults for what it says wrongly. */
final class BalancingSettings {
  /** Shorter intervals are ignored (RO-010). */
  private static final long SHORTEST_MILLIS = 1_000;

  private BalancingSettings() {}

  static Balancing of(@Nullable IngressControllerInput controller, List<Notice> notices) {
    if (controller == null) {
      return Balancing.DEFAULTS;
    }
    return new Balancing(
        interval(controller, controller.tuning().getOrDefault("healthCheckInterval", ""), notices),
        closedClients(controller, controller.closedClientConnectionPolicy(), notices));
  }

  private static long interval(
      IngressControllerInput controller, String text, List<Notice> notices) {
    long byDefault = Balancing.DEFAULTS.healthCheckIntervalMillis();
    if (text.isEmpty()) {
      return byDefault;
    }
    Optional<Long> millis = GoDuration.millis(text);
    if (millis.isPresent() && millis.get() >= SHORTEST_MILLIS) {
      return millis.get();
    }
    if (millis.isEmpty() || millis.get() > 0) {
      notices.add(
          Notice.about(
              controller,
              "spec.tuningOptions.healthCheckInterval",
              "is not a duration of 1s or more, such as 10s; the default holds: 5s"));
    }
    return byDefault;
  }

  private static ClosedClients closedClients(
      IngressControllerInput controller, String text, List<Notice> notices) {
    return switch (text) {
      case "Abort" -> ClosedClients.ABORT;
      case "", "Continue" -> ClosedClients.CONTINUE;
      default -> {
        notices.add(
            Notice.about(
                controller,
                "spec.closedClientConnectionPolicy",
                "is neither Abort nor Continue; the default holds: Continue"));
        yield Balancing.DEFAULTS.closedClients();
      }
    };
  }
}
