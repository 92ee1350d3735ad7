package dev.causeway.router.transport;

import dev.causeway.router.access.AccessLog;
import dev.causeway.router.http.ClientTimeouts;
import dev.causeway.router.http.HeadTerms;
import dev.causeway.routing.model.ClientConnections;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the listeners ask the active configuration; any event loop, must not block. */
public interface TrafficPolicy {
  /** Returns the limits for a connection accepted now. */
  ClientTimeouts timeouts();

  /** Returns what holds for heads on a connection accepted now. */
  HeadTerms heads();

  /** Returns how many client connections there may be (RO-012). */
  int maxConnections();

  /** Returns how a connection accepted now begins, and how those of now end. */
  ClientConnections connections();

  /** Returns whether requests are finished although their client sends no more (RO-040). */
  boolean finishesWithoutClient();

  /** Returns the limit for a complete ClientHello on a connection accepted now (RO-009). */
  Duration inspectDelay();

  /** Returns where connections accepted now are logged, or null for nowhere. */
  default @Nullable AccessLog accessLog() {
    return null;
  }

  /**
   * Decides what happens to a TLS connection (TLS-002).
   *
   * @param serverName lower-case SNI name, or null where there is none
   */
  TlsTreatment sni(@Nullable String serverName);
}
