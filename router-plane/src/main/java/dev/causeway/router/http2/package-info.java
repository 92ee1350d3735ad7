/**
 * HTTP/2 towards clients: translates frames of each stream directly to a {@link
 * dev.causeway.router.exchange.ProxyExchange} and back, keeps what one connection may cost within
 * bounds, carries RFC 8441 tunnels.
 *
 * <p>Everything belongs to the event loop of the connection. Depends on the exchange seam, the
 * shared part of the codecs and Netty.
 */
@NullMarked
package dev.causeway.router.http2;

import org.jspecify.annotations.NullMarked;
