package dev.causeway.routing.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shard-wide settings of a router.
 *
 * @param shard shard the settings belong to
 * @param domain ingress domain of the shard, possibly empty
 * @param defaultCertificates names of {@link Certificate} resources used where a host has none
 * @param http2 whether {@code h2} is offered to clients by ALPN
 * @param connectTimeoutMillis limit for one connection attempt to an endpoint (RO-001)
 * @param clientTimeoutMillis inactivity limit towards the client within a request (RO-002)
 * @param requestHeadTimeoutMillis limit for a complete request head (RO-006)
 * @param keepAliveTimeoutMillis idle limit between requests (RO-007)
 * @param inspectDelayMillis limit for a complete ClientHello (RO-009)
 * @param errorPages bodies of the router's own answers
 * @param tuning further limits
 * @param headers what is done to the messages of all HTTP rules
 * @param tls TLS towards clients
 * @param balancing how endpoints are chosen and watched
 * @param connections how client connections begin and end
 * @param accessLog how accesses are logged, or null for not at all
 */
public record Settings(
    String shard,
    String domain,
    List<String> defaultCertificates,
    boolean http2,
    long connectTimeoutMillis,
    long clientTimeoutMillis,
    long requestHeadTimeoutMillis,
    long keepAliveTimeoutMillis,
    long inspectDelayMillis,
    ErrorPages errorPages,
    Tuning tuning,
    HeaderPolicies headers,
    TlsSettings tls,
    Balancing balancing,
    ClientConnections connections,
    @Nullable AccessLogging accessLog)
    implements Resource {

  /** The name of the one settings resource of a shard. */
  public static final String NAME = "settings";

  /** Copies the list. */
  public Settings {
    defaultCertificates = List.copyOf(defaultCertificates);
  }

  /** Settings with OKD's defaults for tuning, headers, endpoints and connections. */
  public Settings(
      String shard,
      String domain,
      List<String> defaultCertificates,
      boolean http2,
      long connectTimeoutMillis,
      long clientTimeoutMillis,
      long requestHeadTimeoutMillis,
      long keepAliveTimeoutMillis,
      long inspectDelayMillis,
      ErrorPages errorPages,
      TlsSettings tls) {
    this(
        shard,
        domain,
        defaultCertificates,
        http2,
        connectTimeoutMillis,
        clientTimeoutMillis,
        requestHeadTimeoutMillis,
        keepAliveTimeoutMillis,
        inspectDelayMillis,
        errorPages,
        Tuning.DEFAULTS,
        HeaderPolicies.NONE,
        tls,
        Balancing.DEFAULTS,
        ClientConnections.DEFAULTS,
        null);
  }

  @Override
  public ResourceKind kind() {
    return ResourceKind.SETTINGS;
  }

  @Override
  public String name() {
    return NAME;
  }
}
