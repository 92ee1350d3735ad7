package dev.causeway.router.config;

/**
 * Why a router does not accept a resource.
 *
 * @param code kind of problem
 * @param field path of the offending field within the resource, possibly empty
 * @param message sentence for people; never contains key material
 */
public record ResourceProblem(Code code, String field, String message) {
  /** The kinds of problems. */
  public enum Code {
    /** The bytes could not be decoded as the kind they claim to be. */
    MALFORMED,
    /** The resource needs a feature, an enum value or a filter this router does not have. */
    UNSUPPORTED_FEATURE,
    /** The certificate chain or its key does not load. */
    INVALID_CERTIFICATE,
    /** The trust anchors do not load. */
    INVALID_TRUST_BUNDLE,
    /** A value is outside what this router can serve. */
    INVALID_VALUE,
    /** Something this resource refers to is missing or was rejected. */
    MISSING_REFERENCE
  }
}
