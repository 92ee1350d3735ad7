package dev.causeway.router.config;

import dev.causeway.router.upstream.EndpointTls;
import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.TrustBundle;
import dev.causeway.routing.model.UpstreamTls;
import io.netty.handler.ssl.SslContext;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes TLS contexts out of resources. Called by the configuration thread only. */
public interface TlsMaterial {
  /** Returns what is wrong with a certificate or its key; empty means that it loads. */
  Optional<ResourceProblem> check(Certificate certificate);

  /** Returns what is wrong with trust anchors; empty means that they load. */
  Optional<ResourceProblem> check(TrustBundle bundle);

  /**
   * Returns the context that presents certificates to clients; the same object for the same
   * arguments as long as it is in use.
   *
   * @param certificates certificates in order of preference; empty where the shard has none
   * @param http2 whether {@code h2} is offered by ALPN
   */
  SslContext serving(List<Certificate> certificates, boolean http2);

  /**
   * Returns TLS towards endpoints; the same object for the same arguments as long as it is in use.
   *
   * @param tls how endpoints are verified
   * @param trust trust anchors that {@code tls} names, or null for no verification
   * @param http2 whether {@code h2} is offered by ALPN (TLS-024)
   */
  EndpointTls towards(UpstreamTls tls, @Nullable TrustBundle trust, boolean http2);
}
