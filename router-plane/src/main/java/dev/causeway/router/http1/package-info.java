/**
 * HTTP/1.0 and HTTP/1.1 towards clients: reads requests strictly, hands each over as a {@link
 * dev.causeway.router.exchange.ProxyExchange}, writes responses as the bytes they are, carries
 * upgrade tunnels.
 *
 * <p>Everything belongs to the event loop of the connection. Depends on the exchange seam, the
 * shared part of the codecs, {@code headers} for the spelling of names, and Netty.
 */
@NullMarked
package dev.causeway.router.http1;

import org.jspecify.annotations.NullMarked;
