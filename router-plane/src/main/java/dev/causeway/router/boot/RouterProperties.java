package dev.causeway.router.boot;

import dev.causeway.router.filters.FilterDefinition;
import dev.causeway.router.gateway.ExpressMode;
import dev.causeway.routing.model.ClientConnections;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What this router is and does, keys {@code causeway.router.*}.
 *
 * @param name name of this replica, shown by the control plane; not empty
 * @param shard shard this router serves; not empty
 * @param bindAddress address the traffic listeners bind: {@code 0.0.0.0} for IPv4, {@code ::} for
 *     IPv4 and IPv6 together (RO-024)
 * @param httpPort port of plain HTTP, at most 65535, 0 for any free port
 * @param httpsPort port of TLS, at most 65535, 0 for any free port
 * @param publicHttpPort port by which clients reach {@code http-port}, as a Service or a container
 *     engine maps it: applications are told this one in {@code X-Forwarded-Port}, and access log
 *     and unique IDs show it, unless a PROXY header tells another (RO-059); at most 65535, 0 where
 *     clients connect to {@code http-port} itself
 * @param publicHttpsPort the same for {@code https-port}
 * @param express which requests take the express path: {@code on}, all whose Route names no
 *     filters; {@code off}, none; {@code auto}, as {@code on} unless the application brings global
 *     filters of its own
 * @param lastKnownGood folder that keeps the last good configuration over restarts, without it a
 *     router needs a control plane to start
 * @param shutdownDelay how long traffic is still accepted after readiness failed, not negative
 *     (RO-079)
 * @param drainTimeout how long connections may finish after that before they are cut, not negative
 *     (RO-079)
 * @param ioThreads event loops for traffic, at most 1024; 0 means one per processor
 * @param transport how sockets are driven: {@code epoll}, {@code io-uring}, {@code nio}, or {@code
 *     auto}, which is epoll where there is epoll and the JDK's selector elsewhere
 * @param proxyProtocol whether every connection to both ports must begin with a PROXY header,
 *     version 1 or 2, as load balancers put there (RO-023, RO-065); without it the
 *     IngressController's publishing strategy decides
 * @param emptyRequests what a client gets that connects and sends nothing: {@code respond}, a 408;
 *     {@code ignore}, nothing (RO-066); without it the IngressController's policy decides
 * @param ejection when endpoints that fail are taken out of balancing
 * @param warmUp how long a router that starts may serve requests of its own on loopback before it
 *     takes those of clients, not negative; 0 for not at all
 * @param statsCredentials folder with files {@code statsUsername} and {@code statsPassword}, which
 *     the management port then asks for everywhere but at its health pages (RO-090); without it
 *     nothing is asked for
 * @param filters filters that Routes may name, each as {@code <name>.factory}, the name of a Spring
 *     Cloud Gateway filter factory, and {@code <name>.args.*}, its arguments
 */
@ConfigurationProperties("causeway.router")
public record RouterProperties(
    @DefaultValue("router") String name,
    @DefaultValue("default") String shard,
    @DefaultValue("0.0.0.0") String bindAddress,
    @DefaultValue("8080") int httpPort,
    @DefaultValue("8443") int httpsPort,
    @DefaultValue("0") int publicHttpPort,
    @DefaultValue("0") int publicHttpsPort,
    @DefaultValue("auto") ExpressMode express,
    @Nullable Path lastKnownGood,
    @DefaultValue("45s") Duration shutdownDelay,
    @DefaultValue("30s") Duration drainTimeout,
    @DefaultValue("0") int ioThreads,
    @DefaultValue("auto") TransportChoice transport,
    @Nullable Boolean proxyProtocol,
    @Nullable EmptyRequests emptyRequests,
    @DefaultValue EjectionProperties ejection,
    @DefaultValue("2s") Duration warmUp,
    @Nullable Path statsCredentials,
    @DefaultValue Map<String, FilterDefinition> filters) {

  private static final int PORTS = 65535;

  /** What a client gets that sends nothing. */
  public enum EmptyRequests {
    /** A 408. */
    RESPOND,
    /** The end of the connection. */
    IGNORE
  }

  /** Checks every value, so that a wrong one stops the start with a sentence that names its key. */
  public RouterProperties {
    filled("name", name);
    filled("shard", shard);
    filled("bind-address", bindAddress);
    port("http-port", httpPort);
    port("https-port", httpsPort);
    port("public-http-port", publicHttpPort);
    port("public-https-port", publicHttpsPort);
    notNegative("shutdown-delay", shutdownDelay);
    notNegative("drain-timeout", drainTimeout);
    notNegative("warm-up", warmUp);
    if (ioThreads < 0 || ioThreads > 1024) {
      throw new IllegalArgumentException("causeway.router.io-threads must be 0 to 1024");
    }
    filters = Map.copyOf(filters);
  }

  /** Returns what this router makes of the shard's {@code connections}. */
  ClientConnections override(ClientConnections connections) {
    if (proxyProtocol == null && emptyRequests == null) {
      return connections;
    }
    return new ClientConnections(
        proxyProtocol == null ? connections.proxyProtocol() : proxyProtocol,
        emptyRequests == null ? connections.ignoresEmpty() : emptyRequests == EmptyRequests.IGNORE,
        connections.defersIdle(),
        connections.hardStopMillis());
  }

  private static void filled(String key, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException("causeway.router." + key + " must not be empty");
    }
  }

  private static void port(String key, int value) {
    if (value < 0 || value > PORTS) {
      throw new IllegalArgumentException("causeway.router." + key + " must be 0 to " + PORTS);
    }
  }

  private static void notNegative(String key, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException("causeway.router." + key + " must not be negative");
    }
  }
}
