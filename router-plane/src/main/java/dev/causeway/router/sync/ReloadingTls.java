package dev.causeway.router.sync;

import dev.causeway.proto.identity.PemIdentity;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.security.GeneralSecurityException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client context for mutual TLS, whose files are read again for every connection, so that
 * certificates and authorities rotate without a restart. Files that do not make a whole identity
 * leave the former one in place. Used by the synchronisation executor only.
 */
final class ReloadingTls {
  private static final Logger LOG = LoggerFactory.getLogger(ReloadingTls.class);

  private final TlsFiles files;
  private PemIdentity present;
  private SslContext context;

  /**
   * Reads the files.
   *
   * @throws IOException if a file cannot be read
   * @throws GeneralSecurityException if a file does not hold what it should
   */
  ReloadingTls(TlsFiles files) throws IOException, GeneralSecurityException {
    this.files = files;
    this.present = read();
    this.context = context(present);
  }

  /** Returns the context to connect with now. */
  SslContext current() {
    try {
      PemIdentity next = read();
      if (!next.sameAs(present)) {
        context = context(next);
        present = next;
        LOG.info("{} and its trust were read anew", files.certificate());
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      LOG.warn("The former TLS identity is used for connecting: {}", e.toString());
    }
    return context;
  }

  private PemIdentity read() throws IOException, GeneralSecurityException {
    return PemIdentity.read(files.certificate(), files.key(), files.trust());
  }

  private static SslContext context(PemIdentity identity) throws IOException {
    // The JDK's provider: one quiet stream gains nothing from a native one.
    return GrpcSslContexts.configure(
            SslContextBuilder.forClient()
                .keyManager(identity.key(), identity.chain())
                .trustManager(identity.trust()),
            SslProvider.JDK)
        .build();
  }
}
