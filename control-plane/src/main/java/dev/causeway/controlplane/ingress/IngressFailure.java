package dev.causeway.controlplane.ingress;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.Serial;
import java.util.regex.Pattern;

/** A reason why an Ingress could not be brought up to date; it is tried again. */
final class IngressFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private static final Pattern PEM =
      Pattern.compile("-----BEGIN.*?(?:-----END[^-]*-----|$)", Pattern.DOTALL);
  private static final int LENGTH = 700;

  IngressFailure(String message) {
    super(message, null, false, false);
  }

  /** Returns a failure as a sentence for people. Servers quote what they refuse, keys included. */
  static String sentence(RuntimeException failure) {
    String message =
        failure instanceof KubernetesClientException refused
                && refused.getStatus() != null
                && refused.getStatus().getMessage() != null
            ? refused.getStatus().getMessage()
            : String.valueOf(failure.getMessage());
    String clean = PEM.matcher(message).replaceAll("(PEM)");
    return clean.length() <= LENGTH ? clean : clean.substring(0, LENGTH - 1) + "…";
  }

  /** Returns whether somebody else wrote meanwhile, which the watch will show. */
  static boolean isConflict(RuntimeException failure) {
    return failure instanceof KubernetesClientException refused && refused.getCode() == 409;
  }
}
