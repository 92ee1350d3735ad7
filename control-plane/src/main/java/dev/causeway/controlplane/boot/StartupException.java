package dev.causeway.controlplane.boot;

import java.io.Serial;

/** The process cannot start; the message is one sentence for people that names the remedy. */
final class StartupException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final String sentence;

  StartupException(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  StartupException(String sentence, Throwable cause) {
    super(sentence, cause);
    this.sentence = sentence;
  }

  String sentence() {
    return sentence;
  }
}
