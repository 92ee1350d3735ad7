package dev.causeway.router.tls;

import dev.causeway.router.exchange.ClientCertificate;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.lang.ref.Reference;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * How connections of one SNI name are terminated: a certificate per key type and the protocols
 * offered. Any event loop may use it. The native contexts are freed once neither this object nor a
 * connection made with it is in use any more.
 */
public final class ServerTls {
  private final @Nullable Context ecdsa;
  private final @Nullable Context rsa;
  private final @Nullable ClientGate gate;

  /**
   * A native context.
   *
   * @param context the context
   * @param identity what tells it from other contexts, equal at every router
   */
  record Context(SslContext context, String identity) {}

  ServerTls(@Nullable Context ecdsa, @Nullable Context rsa, @Nullable ClientGate gate) {
    this.ecdsa = ecdsa;
    this.rsa = rsa;
    this.gate = gate;
  }

  /**
   * Makes the handler of a new connection, which keeps what it needs alive by itself.
   *
   * @param acceptsEcdsa whether the client can verify ECDSA certificates; those are preferred then
   *     (TLS-010)
   */
  public SslHandler newHandler(ByteBufAllocator allocator, boolean acceptsEcdsa) {
    Context context = acceptsEcdsa || rsa == null ? ecdsa : rsa;
    if (context == null) {
      context = rsa;
    }
    if (context == null) {
      throw new IllegalStateException("no certificate at all");
    }
    try {
      return context.context().newHandler(allocator);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * Returns what the client's certificate comes to, or null where clients are not asked for one.
   *
   * @param session session of a finished handshake
   */
  public @Nullable ClientCertificate identify(SSLSession session) {
    return gate == null ? null : gate.identify(session);
  }

  /** Hands every context with its identity to {@code action}. */
  void forEach(BiConsumer<SslContext, String> action) {
    try {
      for (Context context : new @Nullable Context[] {ecdsa, rsa}) {
        if (context != null) {
          action.accept(context.context(), context.identity());
        }
      }
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Returns what frees the native contexts; must not refer to this object. */
  Runnable release() {
    return releaseOf(ecdsa, rsa);
  }

  private static Runnable releaseOf(@Nullable Context one, @Nullable Context other) {
    return () -> {
      release(one);
      release(other);
    };
  }

  /** Frees a context that no connection uses yet; does nothing where there is none. */
  static void release(@Nullable Context context) {
    if (context != null) {
      ReferenceCountUtil.release(context.context());
    }
  }
}
