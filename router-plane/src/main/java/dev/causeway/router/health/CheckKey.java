package dev.causeway.router.health;

import dev.causeway.router.upstream.EndpointTls;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What is checked once, however many rules and upstreams want to know.
 *
 * @param address address of the endpoint
 * @param tls TLS towards it, or null for clear text
 */
record CheckKey(InetSocketAddress address, @Nullable EndpointTls tls) {}
