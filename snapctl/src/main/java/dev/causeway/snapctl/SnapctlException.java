package dev.causeway.snapctl;

/** A command that cannot answer, as one sentence for people. */
final class SnapctlException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Exit code where the answer is no: not reached in time, no route. */
  static final int NO = 1;

  /** Exit code for wrong usage, of picocli too. */
  static final int USAGE = 2;

  /** Exit code where the control plane could not be asked. */
  static final int UNREACHABLE = 3;

  private final int exitCode;

  SnapctlException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
