package dev.causeway.router.tls;

import dev.causeway.routing.model.TrustBundle;
import dev.causeway.routing.model.UpstreamTls;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The contexts for TLS to endpoints, one per way of verifying.
 *
 * <p>Belongs to whoever activates configuration: one call at a time, never on an event loop.
 */
public final class UpstreamTlsContexts implements AutoCloseable {
  private final Map<UpstreamTls, ClientTls> contexts = new HashMap<>();

  /** Creates an empty cache. */
  public UpstreamTlsContexts() {}

  /**
   * Checks that every certificate of {@code bundle} parses.
   *
   * @throws TlsMaterialException if not
   */
  public void validate(TrustBundle bundle) throws TlsMaterialException {
    BundleTrustManager.of(bundle, null);
  }

  /**
   * Returns the context for {@code tls}.
   *
   * @param tls how to verify
   * @param bundle the bundle that {@code tls} names; null exactly where it names none
   * @throws TlsMaterialException if the bundle cannot be used
   */
  public ClientTls of(UpstreamTls tls, @Nullable TrustBundle bundle) throws TlsMaterialException {
    ClientTls known = contexts.get(tls);
    if (known != null) {
      return known;
    }
    ClientTls made =
        new ClientTls(
            build(tls, bundle, List.of(ApplicationProtocolNames.HTTP_1_1)),
            build(
                tls,
                bundle,
                List.of(ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1)));
    contexts.put(tls, made);
    return made;
  }

  /**
   * Releases every context that is not in {@code used}. Call it after the configuration that uses
   * exactly these became active.
   */
  public void retainOnly(Set<ClientTls> used) {
    contexts
        .values()
        .removeIf(
            tls -> {
              boolean unused = !used.contains(tls);
              if (unused) {
                tls.release();
              }
              return unused;
            });
  }

  @Override
  public void close() {
    retainOnly(Set.of());
  }

  private static SslContext build(
      UpstreamTls tls, @Nullable TrustBundle bundle, List<String> protocols)
      throws TlsMaterialException {
    if ((tls.trustBundle() == null) != (bundle == null)) {
      throw new TlsMaterialException("the trust bundle is missing");
    }
    try {
      SslContextBuilder builder =
          SslContextBuilder.forClient()
              .sslProvider(ServerTlsContexts.provider())
              .protocols("TLSv1.3", "TLSv1.2")
              // Names are checked by our own trust manager, because no SNI name is sent.
              .endpointIdentificationAlgorithm(null)
              .applicationProtocolConfig(
                  new ApplicationProtocolConfig(
                      Protocol.ALPN,
                      SelectorFailureBehavior.NO_ADVERTISE,
                      SelectedListenerFailureBehavior.ACCEPT,
                      protocols));
      if (bundle == null) {
        builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
      } else {
        builder.trustManager(BundleTrustManager.of(bundle, tls.verifyName()));
      }
      return builder.build();
    } catch (SSLException e) {
      throw new TlsMaterialException("TLS to the endpoints cannot be set up", e);
    }
  }
}
