package dev.causeway.routing.pem;

/** PEM text that cannot be used; the message is made for people and quotes nothing of the text. */
public final class InvalidPemException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidPemException(String message) {
    super(message);
  }

  /** Returns the sentence for people. */
  public String problem() {
    String message = getMessage();
    return message == null ? "is not usable" : message;
  }
}
