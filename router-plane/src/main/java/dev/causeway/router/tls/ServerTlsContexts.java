package dev.causeway.router.tls;

import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.KeyAlgorithm;
import dev.causeway.routing.model.TicketKeys;
import dev.causeway.routing.model.TlsProfile;
import dev.causeway.routing.model.TlsVersion;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
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
  private record Key(List<String> certificates, ServingPolicy policy) {}

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
    ServerTls.release(build(certificate, ServingPolicy.DEFAULT));
  }

  /**
   * Returns how a name with these certificates is served. Of several certificates with the same
   * kind of key the first is used (TLS-009).
   *
   * @param certificates in order of preference; empty for the fallback certificate
   * @param policy what handshakes negotiate
   * @throws TlsMaterialException if one of them cannot be used
   */
  public ServerTls of(List<Certificate> certificates, ServingPolicy policy)
      throws TlsMaterialException {
    Key key = new Key(certificates.stream().map(Certificate::name).toList(), policy);
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
          ecdsa = build(certificate, policy);
        } else if (certificate.algorithm() == KeyAlgorithm.RSA && rsa == null) {
          rsa = build(certificate, policy);
        }
      }
    } catch (TlsMaterialException e) {
      ServerTls.release(ecdsa);
      ServerTls.release(rsa);
      throw e;
    }
    ServingPolicy.Clients clients = policy.clients();
    ServerTls tls =
        new ServerTls(ecdsa, rsa, clients == null ? null : new ClientGate(clients.auth()));
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

  private ServerTls.Context build(Certificate certificate, ServingPolicy policy)
      throws TlsMaterialException {
    X509Certificate[] chain = TlsMaterial.certificates(certificate.chain());
    try {
      TlsProfile profile = policy.profile();
      SslProvider provider = profile.platform() ? SslProvider.JDK : provider();
      SslContextBuilder builder =
          SslContextBuilder.forServer(TlsMaterial.key(certificate, chain[0]), chain)
              .sslProvider(provider)
              .protocols(versions(profile.minimum()))
              .ciphers(profile.suites(), SupportedCipherSuiteFilter.INSTANCE)
              .applicationProtocolConfig(protocols(policy.http2()));
      ServingPolicy.Clients clients = policy.clients();
      if (clients != null) {
        builder
            .trustManager(ClientVerifier.of(clients.bundle()))
            .clientAuth(clients.auth().required() ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL);
      }
      if (provider != SslProvider.JDK) {
        builder.option(OpenSslContextOption.GROUPS, profile.groups().toArray(String[]::new));
      }
      SslContext context = builder.build();
      String identity = "certificate " + certificate.name() + ", " + policy.identity();
      tickets.apply(context, identity);
      return new ServerTls.Context(context, identity);
    } catch (SSLException | IllegalArgumentException e) {
      throw new TlsMaterialException("the certificate cannot be served", e);
    }
  }

  private static List<String> versions(TlsVersion minimum) {
    List<String> versions = new ArrayList<>();
    for (TlsVersion version : TlsVersion.values()) {
      if (version.compareTo(minimum) >= 0) {
        versions.add(
            switch (version) {
              case TLS_1_0 -> "TLSv1";
              case TLS_1_1 -> "TLSv1.1";
              case TLS_1_2 -> "TLSv1.2";
              case TLS_1_3 -> "TLSv1.3";
            });
      }
    }
    return versions;
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
}
