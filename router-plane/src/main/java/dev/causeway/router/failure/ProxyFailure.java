package dev.causeway.router.failure;

import org.jspecify.annotations.Nullable;

/** An exchange could not be completed; says why. Has no stack trace, it is an outcome. */
public final class ProxyFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final FailureCategory category;

  /**
   * Creates a failure.
   *
   * @param category why
   * @param message what was observed, for logs; never sent to clients
   * @param cause underlying error, or null
   */
  public ProxyFailure(FailureCategory category, String message, @Nullable Throwable cause) {
    super(message, cause, false, false);
    this.category = category;
  }

  /** Creates a failure without an underlying error. */
  public ProxyFailure(FailureCategory category, String message) {
    this(category, message, null);
  }

  /** Returns why the exchange failed. */
  public FailureCategory category() {
    return category;
  }

  /** Returns {@code cause} as a failure, in {@code category} if it does not say itself. */
  public static ProxyFailure of(Throwable cause, FailureCategory category) {
    return cause instanceof ProxyFailure failure
        ? failure
        : new ProxyFailure(category, String.valueOf(cause.getMessage()), cause);
  }
}
