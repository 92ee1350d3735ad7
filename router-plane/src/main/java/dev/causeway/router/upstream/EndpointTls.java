package dev.causeway.router.upstream;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;

/**
 * TLS towards the endpoints of one upstream (TLS-033 to TLS-037). Immutable; connections are shared
 * only between users of the same instance.
 */
@FunctionalInterface
public interface EndpointTls {
  /**
   * Makes the handler of a new connection.
   *
   * @param allocator allocator of the channel
   * @param http1Only whether only HTTP/1.1 may be negotiated, as an upgrade needs (TLS-032)
   */
  SslHandler newHandler(ByteBufAllocator allocator, boolean http1Only);
}
