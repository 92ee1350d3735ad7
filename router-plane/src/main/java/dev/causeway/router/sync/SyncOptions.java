package dev.causeway.router.sync;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a router follows its control planes.
 *
 * @param targets control planes, tried in shuffled order; not empty
 * @param router name of this router, unique within its shard
 * @param shard shard to serve
 * @param build version of this router, for people
 * @param features features this router has; a rule that requires another one is rejected
 * @param tls identity and trust
 * @param lastKnownGood folder for the last committed snapshot, or null to keep none
 * @param backoff limits of the wait between attempts to connect
 */
public record SyncOptions(
    List<Target> targets,
    String router,
    String shard,
    String build,
    Set<String> features,
    TlsFiles tls,
    @Nullable Path lastKnownGood,
    Backoff backoff) {
  /** Copies the collections. */
  public SyncOptions {
    targets = List.copyOf(targets);
    features = Set.copyOf(features);
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("a router needs the address of a control plane");
    }
  }

  /**
   * The address of a control plane.
   *
   * @param host name or address; the server's certificate must be for it
   * @param port port, 1 to 65535
   */
  public record Target(String host, int port) {
    /**
     * Reads {@code host:port}; an IPv6 literal stands in brackets.
     *
     * @throws IllegalArgumentException with a sentence for people if {@code text} is neither
     */
    public static Target parse(String text) {
      int colon = text.lastIndexOf(':');
      String host = colon < 0 ? "" : text.substring(0, colon);
      if (host.startsWith("[") && host.endsWith("]")) {
        host = host.substring(1, host.length() - 1);
      }
      try {
        int port = Integer.parseInt(text.substring(colon + 1));
        if (!host.isEmpty() && port >= 1 && port <= 65535) {
          return new Target(host, port);
        }
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("'" + text + "' is not of the form host:port", e);
      }
      throw new IllegalArgumentException("'" + text + "' is not of the form host:port");
    }

    @Override
    public String toString() {
      return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
    }
  }

  /**
   * Waits between attempts.
   *
   * @param min first wait, and the most after a stream that delivered something
   * @param max longest wait
   */
  public record Backoff(Duration min, Duration max) {
    /** From 200 milliseconds to 15 seconds. */
    public static final Backoff DEFAULT =
        new Backoff(Duration.ofMillis(200), Duration.ofSeconds(15));
  }
}
