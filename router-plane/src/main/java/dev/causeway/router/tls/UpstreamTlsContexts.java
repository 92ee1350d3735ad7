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
import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The contexts for TLS to endpoints, one per way of verifying.
 *
 * <p>Belongs to whoever activates configuration: one call at a time, never on an event loop.
 */
public final class UpstreamTlsContexts {
  private final Map<UpstreamTls, WeakReference<ClientTls>> contexts = new HashMap<>();
  private final Cleaner cleaner = Cleaner.create();

  /** Creates an empty cache. */
  public UpstreamTlsContexts() {}

  /**
   * Checks that every certificate of {@code bundle} parses.
   *
   * @throws TlsMaterialException if not
   */
  public void validate(TrustBundle bundle) throws TlsMaterialException {
    BundleVerifier.of(bundle, null);
    ClientVerifier.of(bundle);
  }

  /**
   * Returns the context for {@code tls}.
   *
   * @param tls how to verify
   * @param bundle the bundle that {@code tls} names; null exactly where it names none
   * @throws TlsMaterialException if the bundle cannot be used
   */
  public ClientTls of(UpstreamTls tls, @Nullable TrustBundle bundle) throws TlsMaterialException {
    ClientTls known = known(tls);
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
    return keep(tls, made);
  }

  private @Nullable ClientTls known(UpstreamTls key) {
    WeakReference<ClientTls> known = contexts.get(key);
    return known == null ? null : known.get();
  }

  private ClientTls keep(UpstreamTls key, ClientTls made) {
    contexts.values().removeIf(reference -> reference.get() == null);
    contexts.put(key, new WeakReference<>(made));
    cleaner.register(made, made.release());
    return made;
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
        builder.trustManager(BundleVerifier.of(bundle, tls.verifyName()));
      }
      return builder.build();
    } catch (SSLException e) {
      throw new TlsMaterialException("TLS to the endpoints cannot be set up", e);
    }
  }
}
