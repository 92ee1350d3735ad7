package dev.causeway.router.boot;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Says in one sentence why the router did not start; the stack trace is there at debug level. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartFailureReporter implements SpringBootExceptionReporter {

  private static final Logger log = LoggerFactory.getLogger("dev.causeway.router");

  @Override
  public boolean reportException(Throwable failure) {
    log.error("The router did not start: {}", sentence(failure));
    log.debug("Start failed", failure);
    return true;
  }

  /** Returns the message of the innermost cause that was written for people, or of the root. */
  static String sentence(Throwable failure) {
    Throwable root = failure;
    Throwable spoken = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      root = cause;
      if (cause instanceof PortInUseException inUse) {
        // Ports of traffic have a failure of their own.
        return "management.server.port "
            + inUse.getPort()
            + " is in use by another process; choose another.";
      }
      if (speaks(cause)) {
        spoken = cause;
      }
    }
    return spoken == null
        ? root.getClass().getSimpleName() + ": " + root.getMessage()
        : String.valueOf(spoken.getMessage());
  }

  private static boolean speaks(Throwable failure) {
    return failure.getMessage() != null
        && (failure.getClass().getName().startsWith("dev.causeway.")
            || failure.getClass() == IllegalArgumentException.class);
  }
}
