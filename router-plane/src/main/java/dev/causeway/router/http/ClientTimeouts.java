package dev.causeway.router.http;

import dev.causeway.routing.model.Settings;
import java.time.Duration;

/**
 * Limits on what a client may make us wait for. A connection keeps the limits it was accepted with.
 *
 * @param requestHead for a complete request head (RO-006)
 * @param keepAlive for the next request on an idle connection (RO-007)
 * @param client for progress of the client inside a request: body bytes that we asked for, or
 *     response bytes that it should take (RO-002)
 * @param clientFin for the client of a tunnel to close its half or say something, once the
 *     endpoint's half is closed (RO-003)
 */
public record ClientTimeouts(
    Duration requestHead, Duration keepAlive, Duration client, Duration clientFin) {
  /** OKD's defaults. */
  public static final ClientTimeouts DEFAULTS =
      new ClientTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(300), Duration.ofSeconds(30));

  /** Limits with OKD's default for tunnels. */
  public ClientTimeouts(Duration requestHead, Duration keepAlive, Duration client) {
    this(requestHead, keepAlive, client, Duration.ofSeconds(1));
  }

  /** Returns the limits that the shard's settings ask for. */
  public static ClientTimeouts of(Settings settings) {
    return new ClientTimeouts(
        Duration.ofMillis(settings.requestHeadTimeoutMillis()),
        Duration.ofMillis(settings.keepAliveTimeoutMillis()),
        Duration.ofMillis(settings.clientTimeoutMillis()),
        Duration.ofMillis(settings.tuning().clientFinTimeoutMillis()));
  }
}
