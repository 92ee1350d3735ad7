/**
 * The listeners: accepts client connections, tells protocols apart, relays or terminates TLS, and
 * drains.
 *
 * <p>A connection belongs to the event loop that accepted it; {@link
 * dev.causeway.router.transport.TrafficServer} may be called by any thread. Depends on the codecs,
 * on what the active configuration says about SNI names, and on Netty.
 */
@NullMarked
package dev.causeway.router.transport;

import org.jspecify.annotations.NullMarked;
