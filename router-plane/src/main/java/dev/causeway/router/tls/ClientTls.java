package dev.causeway.router.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;

/**
 * TLS towards the endpoints of one upstream (TLS-033 to TLS-037). Any event loop may use it; {@link
 * UpstreamTlsContexts} owns it.
 */
public final class ClientTls {
  private final SslContext http1;
  private final SslContext anyVersion;

  ClientTls(SslContext http1, SslContext anyVersion) {
    this.http1 = http1;
    this.anyVersion = anyVersion;
  }

  /**
   * Makes the handler of a new connection; it sends no server name (TLS-037).
   *
   * @param http1Only whether only HTTP/1.1 may be negotiated, as an upgrade needs (TLS-032)
   * @throws io.netty.util.IllegalReferenceCountException if this was released because the
   *     configuration moved on
   */
  public SslHandler newHandler(ByteBufAllocator allocator, boolean http1Only) {
    return (http1Only ? http1 : anyVersion).newHandler(allocator);
  }

  void release() {
    ReferenceCountUtil.release(http1);
    ReferenceCountUtil.release(anyVersion);
  }
}
