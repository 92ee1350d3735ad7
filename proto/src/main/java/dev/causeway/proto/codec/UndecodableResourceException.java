package dev.causeway.proto.codec;

/** A resource on the wire has no meaning for this build. */
public final class UndecodableResourceException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why a resource does not decode. */
  public enum Cause {
    /** The bytes break the contract. */
    MALFORMED,
    /** The bytes use something that a newer contract defines. */
    UNSUPPORTED
  }

  private final Cause reason;
  private final String field;

  /**
   * Describes what does not decode.
   *
   * @param reason whether the bytes are wrong or merely newer than this build
   * @param field path within the resource, possibly empty
   * @param message sentence for people; never contains content of the resource
   */
  public UndecodableResourceException(Cause reason, String field, String message) {
    super(message);
    this.reason = reason;
    this.field = field;
  }

  /** Returns why the resource does not decode. */
  public Cause reason() {
    return reason;
  }

  /** Returns the path within the resource, possibly empty. */
  public String field() {
    return field;
  }
}
