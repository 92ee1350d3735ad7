package dev.causeway.router.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * How connections of one SNI name are terminated: a certificate per key type and the protocols
 * offered. Any event loop may use it; {@link ServerTlsContexts} owns it.
 */
public final class ServerTls {
  private final @Nullable SslContext ecdsa;
  private final @Nullable SslContext rsa;

  ServerTls(@Nullable SslContext ecdsa, @Nullable SslContext rsa) {
    this.ecdsa = ecdsa;
    this.rsa = rsa;
  }

  /**
   * Makes the handler of a new connection, which keeps what it needs alive by itself.
   *
   * @param acceptsEcdsa whether the client can verify ECDSA certificates; those are preferred then
   *     (TLS-010)
   * @throws io.netty.util.IllegalReferenceCountException if this was released because the
   *     configuration moved on; the current configuration has another
   */
  public SslHandler newHandler(ByteBufAllocator allocator, boolean acceptsEcdsa) {
    SslContext context = acceptsEcdsa || rsa == null ? ecdsa : rsa;
    if (context == null) {
      context = rsa;
    }
    if (context == null) {
      throw new IllegalStateException("no certificate at all");
    }
    return context.newHandler(allocator);
  }

  void release() {
    ReferenceCountUtil.release(ecdsa);
    ReferenceCountUtil.release(rsa);
  }
}
