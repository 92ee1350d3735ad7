/**
 * The seam of the data plane: one request and its response, whatever carried them.
 *
 * <p>The HTTP/1.1 codec and each HTTP/2 stream produce the same {@link ProxyExchange}; the engine
 * and the gateway bridge consume it. Everything runs on the exchange's event loop unless a method
 * says that any thread may call it. Depends on Netty only.
 */
@NullMarked
package dev.causeway.router.exchange;

import org.jspecify.annotations.NullMarked;
