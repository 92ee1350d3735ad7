package dev.causeway.controlplane.stream;

import java.time.Duration;

/**
 * Limits of a stream.
 *
 * @param heartbeat interval of heartbeats
 * @param catchUpLimit how long a replica that is behind a router waits before it proceeds
 * @param maxAge age after which a stream is closed as planned, so that routers spread over
 *     replicas; zero means never. Each stream varies it by up to a tenth
 */
public record SessionOptions(Duration heartbeat, Duration catchUpLimit, Duration maxAge) {
  /** Ten seconds, five seconds, thirty minutes. */
  public static final SessionOptions DEFAULT =
      new SessionOptions(Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofMinutes(30));
}
