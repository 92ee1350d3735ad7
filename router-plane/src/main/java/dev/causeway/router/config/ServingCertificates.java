package dev.causeway.router.config;

import dev.causeway.router.tls.ServingPolicy;
import dev.causeway.router.transport.TlsTreatment;
import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.ClientAuth;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.model.ResourceKind;
import dev.causeway.routing.model.Settings;
import dev.causeway.routing.model.TrustBundle;
import dev.causeway.routing.model.VirtualHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Chooses the serving contexts of hosts, for one activation. */
final class ServingCertificates {
  private final Settings settings;
  private final Map<ResourceKey, Resource> resources;
  private final TlsContexts contexts;
  private final ServingPolicy policy;

  ServingCertificates(
      Settings settings, Map<ResourceKey, Resource> resources, TlsContexts contexts) {
    this.settings = settings;
    this.resources = resources;
    this.contexts = contexts;
    this.policy = new ServingPolicy(settings.http2(), settings.tls().profile(), clients());
  }

  /**
   * Returns the decision for a host with certificates of its own, with h2 if it is on; null where
   * the default ones serve.
   */
  TlsTreatment.@Nullable Terminate of(VirtualHost host) {
    List<Certificate> found = find(host.certificates());
    return found.isEmpty() ? null : contexts.serving(found, policy);
  }

  /** Returns the decision for all other names. */
  TlsTreatment.Terminate byDefault() {
    return byDefault(policy);
  }

  /** Returns the decision for clients that send no name; they never get h2 (TLS-022). */
  TlsTreatment.Terminate withoutName() {
    return byDefault(policy.http2(false));
  }

  private TlsTreatment.Terminate byDefault(ServingPolicy own) {
    TlsTreatment.Terminate found = contexts.serving(find(settings.defaultCertificates()), own);
    return found == null ? contexts.standIn(own) : found;
  }

  private ServingPolicy.@Nullable Clients clients() {
    ClientAuth auth = settings.tls().clientAuth();
    if (auth == null) {
      return null;
    }
    String name = auth.trustBundle();
    Resource bundle =
        name == null
            ? null
            : resources.get(new ResourceKey(settings.shard(), ResourceKind.TRUST_BUNDLE, name));
    return new ServingPolicy.Clients(auth, bundle instanceof TrustBundle found ? found : null);
  }

  private List<Certificate> find(List<String> names) {
    List<Certificate> found = new ArrayList<>(names.size());
    for (String name : names) {
      ResourceKey key = new ResourceKey(settings.shard(), ResourceKind.CERTIFICATE, name);
      if (resources.get(key) instanceof Certificate certificate) {
        found.add(certificate);
      }
    }
    return found;
  }
}
