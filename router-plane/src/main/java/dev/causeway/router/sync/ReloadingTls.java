package dev.causeway.router.sync;

import io.grpc.netty.GrpcSslContexts;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A client context for mutual TLS whose files are watched. */
final class ReloadingTls {
  /** How often the files' times of change are looked at; gRPC allows no less. */
  private static final long PERIOD_MINUTES = 1;

  private ReloadingTls() {}

  /**
   * Reads the files.
   *
   * @throws IOException if a file cannot be read
   * @throws GeneralSecurityException if a file does not hold what it should
   */
  static SslContext client(TlsFiles files, ScheduledExecutorService scheduler)
      throws IOException, GeneralSecurityException {
    AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
    keys.updateIdentityCredentials(
        files.certificate().toFile(),
        files.key().toFile(),
        PERIOD_MINUTES,
        TimeUnit.MINUTES,
        scheduler);
    AdvancedTlsX509TrustManager trust = AdvancedTlsX509TrustManager.newBuilder().build();
    trust.updateTrustCredentials(
        files.trust().toFile(), PERIOD_MINUTES, TimeUnit.MINUTES, scheduler);
    // The JDK's provider: one quiet stream gains nothing from a native one.
    return GrpcSslContexts.configure(
            SslContextBuilder.forClient().keyManager(keys).trustManager(trust), SslProvider.JDK)
        .build();
  }
}
