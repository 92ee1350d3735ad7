package dev.causeway.router.tls;

import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.KeyAlgorithm;
import dev.causeway.routing.model.TicketKeys;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The serving contexts of a router, one per list of certificates and choice of protocols, however
 * many hosts share it. A changed certificate has another name and hence another context: new
 * handshakes get it, open connections keep theirs (TLS-012).
 *
 * <p>Belongs to whoever activates configuration: one call at a time, never on an event loop.
 */
public final class ServerTlsContexts {
  /** Mozilla's Intermediate profile as far as BoringSSL has it, TLS 1.3 first (TLS-039). */
  private static final List<String> INTERMEDIATE =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  private record Key(List<String> certificates, boolean http2) {}

  private final Clock clock;
  private final TicketRing tickets = new TicketRing();
  private final Map<Key, WeakReference<ServerTls>> contexts = new HashMap<>();
  private final Cleaner cleaner = Cleaner.create();
  private @Nullable Certificate fallback;

  /**
   * Creates an empty cache.
   *
   * @param clock dates the certificate that stands in where a shard has no default
   */
  public ServerTlsContexts(Clock clock) {
    this.clock = clock;
  }

  /**
   * Protects the session tickets of all contexts, those in use included, with keys derived from
   * these from now on; null for keys that only this router knows.
   */
  public void tickets(@Nullable TicketKeys keys) {
    if (tickets.turn(keys)) {
      for (WeakReference<ServerTls> reference : contexts.values()) {
        ServerTls tls = reference.get();
        if (tls != null) {
          tls.forEach(tickets::apply);
        }
      }
    }
  }

  /** Returns the provider in use: BoringSSL where its library loads, otherwise the JDK's. */
  public static SslProvider provider() {
    return OpenSsl.isAvailable() ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK;
  }

  /**
   * Checks that {@code certificate} can be served: it parses, and the key belongs to it.
   *
   * @throws TlsMaterialException if not
   */
  public void validate(Certificate certificate) throws TlsMaterialException {
    release(build(certificate, false).context());
  }

  /**
   * Returns how a name with these certificates is served. Of several certificates with the same
   * kind of key the first is used (TLS-009).
   *
   * @param certificates in order of preference; empty for the fallback certificate
   * @param http2 whether to offer {@code h2} by ALPN
   * @throws TlsMaterialException if one of them cannot be used
   */
  public ServerTls of(List<Certificate> certificates, boolean http2) throws TlsMaterialException {
    Key key = new Key(certificates.stream().map(Certificate::name).toList(), http2);
    ServerTls known = known(key);
    if (known != null) {
      return known;
    }
    List<Certificate> chosen = certificates.isEmpty() ? List.of(fallback()) : certificates;
    ServerTls.Context ecdsa = null;
    ServerTls.Context rsa = null;
    try {
      for (Certificate certificate : chosen) {
        if (certificate.algorithm() == KeyAlgorithm.EC && ecdsa == null) {
          ecdsa = build(certificate, http2);
        } else if (certificate.algorithm() == KeyAlgorithm.RSA && rsa == null) {
          rsa = build(certificate, http2);
        }
      }
    } catch (TlsMaterialException e) {
      release(ecdsa == null ? null : ecdsa.context());
      release(rsa == null ? null : rsa.context());
      throw e;
    }
    ServerTls tls = new ServerTls(ecdsa, rsa);
    return keep(key, tls);
  }

  private @Nullable ServerTls known(Key key) {
    WeakReference<ServerTls> known = contexts.get(key);
    return known == null ? null : known.get();
  }

  private ServerTls keep(Key key, ServerTls made) {
    contexts.values().removeIf(reference -> reference.get() == null);
    contexts.put(key, new WeakReference<>(made));
    cleaner.register(made, made.release());
    return made;
  }

  private Certificate fallback() throws TlsMaterialException {
    Certificate made = fallback;
    if (made == null) {
      made = SelfSignedCertificate.create("localhost", clock.instant());
      fallback = made;
    }
    return made;
  }

  private ServerTls.Context build(Certificate certificate, boolean http2)
      throws TlsMaterialException {
    X509Certificate[] chain = TlsMaterial.certificates(certificate.chain());
    try {
      SslContext context =
          SslContextBuilder.forServer(TlsMaterial.key(certificate, chain[0]), chain)
              .sslProvider(provider())
              .protocols("TLSv1.3", "TLSv1.2")
              .ciphers(INTERMEDIATE, SupportedCipherSuiteFilter.INSTANCE)
              .applicationProtocolConfig(protocols(http2))
              .build();
      String identity = "certificate " + certificate.name() + (http2 ? " h2" : "");
      tickets.apply(context, identity);
      return new ServerTls.Context(context, identity);
    } catch (SSLException | IllegalArgumentException e) {
      throw new TlsMaterialException("the certificate cannot be served", e);
    }
  }

  private static ApplicationProtocolConfig protocols(boolean http2) {
    return new ApplicationProtocolConfig(
        Protocol.ALPN,
        SelectorFailureBehavior.NO_ADVERTISE,
        SelectedListenerFailureBehavior.ACCEPT,
        http2
            ? List.of(ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1)
            : List.of(ApplicationProtocolNames.HTTP_1_1));
  }

  private static void release(@Nullable SslContext context) {
    io.netty.util.ReferenceCountUtil.release(context);
  }
}
