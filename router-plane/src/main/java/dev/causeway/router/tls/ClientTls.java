package dev.causeway.router.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.lang.ref.Reference;

/**
 * TLS towards the endpoints of one upstream (TLS-033 to TLS-037). Any event loop may use it. The
 * native contexts are freed once neither this object nor a connection made with it is in use any
 * more.
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
   */
  public SslHandler newHandler(ByteBufAllocator allocator, boolean http1Only) {
    try {
      return (http1Only ? http1 : anyVersion).newHandler(allocator);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Returns what frees the native contexts; must not refer to this object. */
  Runnable release() {
    return releaseOf(http1, anyVersion);
  }

  private static Runnable releaseOf(SslContext one, SslContext other) {
    return () -> {
      ReferenceCountUtil.release(one);
      ReferenceCountUtil.release(other);
    };
  }
}
