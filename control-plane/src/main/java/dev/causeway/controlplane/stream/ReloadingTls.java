package dev.causeway.controlplane.stream;

import io.grpc.netty.GrpcSslContexts;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.grpc.util.AdvancedTlsX509TrustManager.Verification;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Server contexts for mutual TLS whose files are watched. */
public final class ReloadingTls {
  /** How often the files' times of change are looked at; gRPC allows no less. */
  private static final long PERIOD_MINUTES = 1;

  private ReloadingTls() {}

  /**
   * Reads the files.
   *
   * @throws IOException if a file cannot be read
   * @throws GeneralSecurityException if a file does not hold what it should
   */
  public static SslContext server(TlsFiles files, ScheduledExecutorService scheduler)
      throws IOException, GeneralSecurityException {
    AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
    keys.updateIdentityCredentials(
        files.certificate().toFile(),
        files.key().toFile(),
        PERIOD_MINUTES,
        TimeUnit.MINUTES,
        scheduler);
    // A client certificate is for a name, not for the host the client happens to call from.
    AdvancedTlsX509TrustManager trust =
        AdvancedTlsX509TrustManager.newBuilder()
            .setVerification(Verification.CERTIFICATE_ONLY_VERIFICATION)
            .build();
    trust.updateTrustCredentials(
        files.trust().toFile(), PERIOD_MINUTES, TimeUnit.MINUTES, scheduler);
    return GrpcSslContexts.configure(SslContextBuilder.forServer(keys))
        .trustManager(trust)
        .clientAuth(ClientAuth.REQUIRE)
        .build();
  }
}
