package dev.causeway.routing.admission;

/** Reasons of {@code Admitted=False} (RT-068 to RT-075); the wire form is {@link #text()}. */
public enum Reason {
  NO_HOST_VALUE("NoHostValue", "no host could be determined"),
  INVALID_HOST("InvalidHost", "the host is not a lower-case DNS-1123 subdomain"),
  HOST_ALREADY_CLAIMED("HostAlreadyClaimed", "an older Route holds the host"),
  ROUTE_NOT_ADMITTED("RouteNotAdmitted", "the shard's admission policy refuses the Route"),
  EXTENDED_VALIDATION_FAILED("ExtendedValidationFailed", "a field or certificate is invalid"),
  EXTERNAL_CERTIFICATE_VALIDATION_FAILED(
      "ExternalCertificateValidationFailed", "the Secret of externalCertificate is unusable");

  private final String text;
  private final String meaning;

  Reason(String text, String meaning) {
    this.text = text;
    this.meaning = meaning;
  }

  /** Returns the reason as it stands in a condition. */
  public String text() {
    return text;
  }

  /** Returns one line of reference documentation. */
  public String meaning() {
    return meaning;
  }
}
