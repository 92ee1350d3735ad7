package dev.causeway.router.upstream;

import dev.causeway.router.tls.ClientTls;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;

/**
 * TLS towards the endpoints of one upstream. Connections are shared only between equal ones.
 *
 * @param tls how endpoints are verified
 * @param http2 whether {@code h2} may be negotiated (TLS-024)
 */
public record EndpointTls(ClientTls tls, boolean http2) {
  /** Makes the handler of a new connection. */
  public SslHandler newHandler(ByteBufAllocator allocator, boolean http1Only) {
    return tls.newHandler(allocator, http1Only || !http2);
  }
}
