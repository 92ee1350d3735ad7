package dev.causeway.manifests;

import java.io.Serial;

/** A field of an object that cannot be mapped; ends the mapping of that object alone. */
final class FieldException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final String field;

  FieldException(String field, String reason) {
    super(reason, null, false, false);
    this.field = field;
  }

  String field() {
    return field;
  }

  String reason() {
    String message = getMessage();
    return message == null ? "cannot be read" : message;
  }
}
