package dev.causeway.router.config;

import dev.causeway.router.config.ResourceProblem.Code;
import dev.causeway.router.tls.ClientTls;
import dev.causeway.router.tls.ServerTlsContexts;
import dev.causeway.router.tls.ServingPolicy;
import dev.causeway.router.tls.TlsMaterialException;
import dev.causeway.router.tls.UpstreamTlsContexts;
import dev.causeway.router.transport.TlsTreatment;
import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.TicketKeys;
import dev.causeway.routing.model.TrustBundle;
import dev.causeway.routing.model.UpstreamTls;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the TLS contexts that configurations use; they live as long as a configuration, a plan or a
 * connection refers to them. Belongs to the configuration thread.
 */
public final class TlsContexts {
  private final ServerTlsContexts servers;
  private final UpstreamTlsContexts clients;

  /**
   * Creates an empty cache.
   *
   * @param clock dates the certificate that stands in where a shard has no default
   */
  public TlsContexts(Clock clock) {
    this.servers = new ServerTlsContexts(clock);
    this.clients = new UpstreamTlsContexts();
  }

  List<ResourceProblem> problems(Certificate certificate) {
    try {
      servers.validate(certificate);
      return List.of();
    } catch (TlsMaterialException e) {
      return List.of(new ResourceProblem(Code.INVALID_CERTIFICATE, "", message(e)));
    }
  }

  List<ResourceProblem> problems(TrustBundle bundle) {
    try {
      clients.validate(bundle);
      return List.of();
    } catch (TlsMaterialException e) {
      return List.of(new ResourceProblem(Code.INVALID_TRUST_BUNDLE, "", message(e)));
    }
  }

  /** Protects session tickets with keys derived from these; null for keys of this router alone. */
  void tickets(@Nullable TicketKeys keys) {
    servers.tickets(keys);
  }

  private static String message(TlsMaterialException problem) {
    return String.valueOf(problem.getMessage());
  }

  /** Returns how these certificates are served, or null if they are not usable after all. */
  TlsTreatment.@Nullable Terminate serving(List<Certificate> certificates, ServingPolicy policy) {
    try {
      return new TlsTreatment.Terminate(servers.of(certificates, policy));
    } catch (TlsMaterialException e) {
      return null;
    }
  }

  /** Returns how the stand-in certificate is served. */
  TlsTreatment.Terminate standIn(ServingPolicy policy) {
    try {
      return new TlsTreatment.Terminate(servers.of(List.of(), policy));
    } catch (TlsMaterialException e) {
      throw new IllegalStateException("every Java platform can make a certificate", e);
    }
  }

  /** Returns TLS towards endpoints, or null if the bundle is not usable after all. */
  @Nullable ClientTls towards(UpstreamTls tls, @Nullable TrustBundle bundle) {
    try {
      return clients.of(tls, bundle);
    } catch (TlsMaterialException e) {
      return null;
    }
  }
}
