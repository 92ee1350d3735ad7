package dev.causeway.router.transport;

/** A listener could not be opened; the message is one sentence for the operator. */
public final class BindFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception for {@code spec}. */
  public BindFailedException(BindSpec spec, Throwable cause) {
    super(
        "Cannot listen for %s on %s port %d: %s."
            .formatted(spec.kind(), spec.address(), spec.port(), reason(cause)),
        cause);
  }

  private static String reason(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    return message.contains("in use") ? "the port is in use by another process" : message;
  }
}
