package dev.causeway.router.config;

import dev.causeway.router.transport.TlsTreatment;
import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.model.ResourceKind;
import dev.causeway.routing.model.Settings;
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

  ServingCertificates(
      Settings settings, Map<ResourceKey, Resource> resources, TlsContexts contexts) {
    this.settings = settings;
    this.resources = resources;
    this.contexts = contexts;
  }

  /**
   * Returns the decision for a host with certificates of its own, with h2 if it is on (TLS-020);
   * null where the default ones serve.
   */
  TlsTreatment.@Nullable Terminate of(VirtualHost host) {
    List<Certificate> found = find(host.certificates());
    return found.isEmpty() ? null : contexts.serving(found, settings.http2());
  }

  /** Returns the decision for all others; they never get h2 (TLS-020, TLS-022). */
  TlsTreatment.Terminate byDefault() {
    TlsTreatment.Terminate own = contexts.serving(find(settings.defaultCertificates()), false);
    return own == null ? contexts.standIn() : own;
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
