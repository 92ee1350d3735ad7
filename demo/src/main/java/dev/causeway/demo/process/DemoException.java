package dev.causeway.demo.process;

/** Something a person can put right; the message is one sentence that says what. */
public final class DemoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes the failure with its sentence. */
  public DemoException(String message) {
    super(message);
  }

  /** Makes the failure with its sentence and what caused it. */
  public DemoException(String message, Throwable cause) {
    super(message, cause);
  }
}
