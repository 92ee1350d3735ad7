package dev.causeway.controlplane.stream;

import dev.causeway.proto.identity.PemIdentity;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.grpc.util.AdvancedTlsX509TrustManager.Verification;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server contexts for mutual TLS whose files are read again, so that certificates and authorities
 * rotate without a restart. Files that do not make a whole identity leave the former one in place.
 */
public final class ReloadingTls {
  private static final Logger LOG = LoggerFactory.getLogger(ReloadingTls.class);

  /** How often the files are read. */
  static final Duration PERIOD = Duration.ofSeconds(10);

  /** A resumed session is not verified anew, so it must not outlive an authority for long. */
  private static final long SESSION_SECONDS = 60;

  private final TlsFiles files;
  private final AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
  private final AdvancedTlsX509TrustManager trust;
  private PemIdentity present;
  private String lastProblem = "";

  private ReloadingTls(TlsFiles files) throws IOException, GeneralSecurityException {
    this.files = files;
    // A client certificate is for a name, not for the host the client happens to call from.
    this.trust =
        AdvancedTlsX509TrustManager.newBuilder()
            .setVerification(Verification.CERTIFICATE_ONLY_VERIFICATION)
            .build();
    this.present = read();
    use(present);
  }

  /**
   * Reads the files, now and every ten seconds.
   *
   * @throws IOException if a file cannot be read
   * @throws GeneralSecurityException if a file does not hold what it should
   */
  public static SslContext server(TlsFiles files, ScheduledExecutorService scheduler)
      throws IOException, GeneralSecurityException {
    ReloadingTls tls = new ReloadingTls(files);
    SslContext context =
        GrpcSslContexts.configure(SslContextBuilder.forServer(tls.keys))
            .trustManager(tls.trust)
            .clientAuth(ClientAuth.REQUIRE)
            .sessionTimeout(SESSION_SECONDS)
            .build();
    scheduler.scheduleWithFixedDelay(
        tls::reload, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    return context;
  }

  private PemIdentity read() throws IOException, GeneralSecurityException {
    return PemIdentity.read(files.certificate(), files.key(), files.trust());
  }

  private void use(PemIdentity identity) throws IOException, GeneralSecurityException {
    keys.updateIdentityCredentials(identity.chain(), identity.key());
    trust.updateTrustCredentials(identity.trust());
  }

  private void reload() {
    try {
      PemIdentity next = read();
      if (!next.sameAs(present)) {
        use(next);
        present = next;
        LOG.info("{} and its trust were read anew", files.certificate());
      }
      lastProblem = "";
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      String problem = e.toString();
      if (!problem.equals(lastProblem)) {
        lastProblem = problem;
        LOG.warn("The former TLS identity goes on serving: {}", problem);
      }
    }
  }
}
