package dev.causeway.controlplane.boot;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Says in one sentence why the process does not start, where that can be said in one. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartupSentence implements SpringBootExceptionReporter {
  private static final Logger LOG = LoggerFactory.getLogger(StartupSentence.class);

  StartupSentence(ConfigurableApplicationContext context) {}

  @Override
  public boolean reportException(Throwable failure) {
    BindException bind = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case StartupException startup -> {
          return report(startup.sentence());
        }
        case PortInUseException inUse -> {
          return report("management.server.port " + inUse.getPort() + " is in use; choose another");
        }
        case BindException property -> bind = property;
        default -> {}
      }
    }
    return bind != null
        && report("the property " + bind.getName() + " cannot be used: " + root(bind));
  }

  private static String root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  private static boolean report(String sentence) {
    LOG.error("cannot start: {}", sentence);
    return true;
  }
}
