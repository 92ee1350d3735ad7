package dev.causeway.routing.input;

import java.util.List;

/**
 * {@code spec.clientTLS} of an IngressController as written.
 *
 * @param policy {@code clientCertificatePolicy}, empty where absent, which is off
 * @param authority {@code clientCA.name}, a ConfigMap, empty where absent
 * @param subjectPatterns {@code allowedSubjectPatterns}
 */
public record ClientTlsInput(String policy, String authority, List<String> subjectPatterns) {
  /** Clients are asked for nothing. */
  public static final ClientTlsInput NONE = new ClientTlsInput("", "", List.of());

  /** Copies the list. */
  public ClientTlsInput {
    subjectPatterns = List.copyOf(subjectPatterns);
  }
}
