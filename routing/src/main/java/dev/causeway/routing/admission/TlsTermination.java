package dev.causeway.routing.admission;

import dev.causeway.routing.input.RouteInput;
import dev.causeway.routing.input.TlsInput;
import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.Termination;
import org.jspecify.annotations.Nullable;

/** Reads termination and insecure policy, with the API's defaulting (RT-044, RT-047). */
final class TlsTermination {
  private TlsTermination() {}

  /** Returns the termination of {@code route}, or null where the text names none. */
  static @Nullable Termination of(RouteInput route) {
    TlsInput tls = route.tls();
    if (tls == null) {
      return Termination.NONE;
    }
    return switch (tls.termination()) {
      // An edge route has no destination CA: with one, the author meant something else.
      case "" -> tls.destinationCaCertificate().isEmpty() ? Termination.EDGE : null;
      case "edge", "Edge" -> Termination.EDGE;
      case "reencrypt", "Reencrypt" -> Termination.REENCRYPT;
      case "passthrough", "Passthrough" -> Termination.PASSTHROUGH;
      default -> null;
    };
  }

  /** Returns the insecure policy of {@code tls}, or null where {@code termination} forbids it. */
  static @Nullable InsecurePolicy insecurePolicy(TlsInput tls, Termination termination) {
    return switch (tls.insecurePolicy()) {
      case "", "None" -> InsecurePolicy.NONE;
      case "Allow" -> termination == Termination.PASSTHROUGH ? null : InsecurePolicy.ALLOW;
      case "Redirect" -> InsecurePolicy.REDIRECT;
      default -> null;
    };
  }
}
