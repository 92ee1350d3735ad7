package dev.causeway.routing.model;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a shard's routers log requests and connections (RO-084 to RO-088).
 *
 * @param syslog where lines go as datagrams, or null for the standard output of the router
 * @param maxLength longest line, bytes; longer ones are cut
 * @param httpFormat format of HTTP lines in the notation that {@code routing.header.LogFormat}
 *     reads, or null for HAProxy's
 * @param requestHeaders headers of requests that lines show, in order
 * @param responseHeaders headers of responses that lines show, in order
 * @param cookie cookie that lines show, or null
 * @param emptyRequests whether connections that carry no request are logged (RO-066)
 */
public record AccessLogging(
    @Nullable Syslog syslog,
    int maxLength,
    @Nullable String httpFormat,
    List<CapturedHeader> requestHeaders,
    List<CapturedHeader> responseHeaders,
    @Nullable CapturedCookie cookie,
    boolean emptyRequests) {
  /** Length of lines where nothing else is said (RO-026). */
  public static final int DEFAULT_LENGTH = 1_024;

  /** Copies the lists. */
  public AccessLogging {
    requestHeaders = List.copyOf(requestHeaders);
    responseHeaders = List.copyOf(responseHeaders);
    if (maxLength < 1) {
      throw new IllegalArgumentException("lines of " + maxLength + " bytes");
    }
  }

  /** Lines on the standard output in HAProxy's format, and nothing captured. */
  public static final AccessLogging CONTAINER =
      new AccessLogging(null, DEFAULT_LENGTH, null, List.of(), List.of(), null, true);

  /**
   * A receiver of datagrams (RFC 3164).
   *
   * @param address IPv4 or IPv6 literal
   * @param port UDP port, 1 to 65535
   * @param facility number of the facility, 0 to 23
   */
  public record Syslog(String address, int port, int facility) {
    /** Number of {@code local1} (RO-026). */
    public static final int LOCAL1 = 17;

    /** Checks address and bounds. */
    public Syslog {
      var _ = InetAddress.ofLiteral(address);
      if (port < 1 || port > 65_535 || facility < 0 || facility > 23) {
        throw new IllegalArgumentException("no receiver: port " + port + ", facility " + facility);
      }
    }
  }

  /**
   * A header that lines show.
   *
   * @param name its name
   * @param maxLength most bytes of its value
   */
  public record CapturedHeader(String name, int maxLength) {}

  /**
   * A cookie that lines show.
   *
   * @param name its name, or how its name begins
   * @param prefix whether {@code name} is only a beginning
   * @param maxLength most bytes of name and value
   */
  public record CapturedCookie(String name, boolean prefix, int maxLength) {}
}
