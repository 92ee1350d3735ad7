package dev.causeway.manifests.ingress;

/**
 * Something about an Ingress that its author should know.
 *
 * @param kind what it means for the Ingress
 * @param field path of the field, such as {@code spec.rules[0].http.paths[1].pathType}
 * @param message sentence for people that follows the field
 */
public record IngressRemark(Kind kind, String field, String message) {
  /** What a remark means. */
  public enum Kind {
    /** No Route stands for this rule or path (IN-008). */
    INCOMPLETE_RULE("IncompleteIngressToRouteRules"),
    /** The value of an annotation counts as absent (IN-015). */
    INVALID_ANNOTATION("InvalidAnnotationValue"),
    /** The field has no effect; OKD says nothing, so no Event does (IN-009). */
    NO_EFFECT("");

    private final String reason;

    Kind(String reason) {
      this.reason = reason;
    }

    /** Returns the reason of the Event that OKD writes, empty where it writes none. */
    public String reason() {
      return reason;
    }
  }

  /** Returns field and message. */
  public String text() {
    return field + ": " + message;
  }
}
