package dev.causeway.router.tls;

/** A certificate, key or trust bundle cannot be used; the message says why, without its content. */
public final class TlsMaterialException extends Exception {
  private static final long serialVersionUID = 1L;

  TlsMaterialException(String message) {
    super(message);
  }

  TlsMaterialException(String message, Throwable cause) {
    super(message + ": " + cause.getClass().getSimpleName(), cause);
  }
}
