package dev.causeway.router.config;

import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.model.ResourceKind;
import dev.causeway.routing.model.Settings;
import dev.causeway.routing.model.VirtualHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Chooses the serving contexts of hosts, for one activation. */
final class ServingCertificates {
  /** Tells names with equal treatment apart from others. */
  private record Selection(List<String> certificates, boolean http2) {}

  private final Settings settings;
  private final Map<ResourceKey, Resource> resources;
  private final TlsMaterial material;

  ServingCertificates(
      Settings settings, Map<ResourceKey, Resource> resources, TlsMaterial material) {
    this.settings = settings;
    this.resources = resources;
    this.material = material;
  }

  /** Returns the decision for a host with certificates of its own: h2 if it is on (TLS-020). */
  SniDecision.Terminate of(VirtualHost host) {
    return decision(host.certificates(), settings.http2());
  }

  /** Returns the decision for all others; they never get h2 (TLS-020, TLS-022). */
  SniDecision.Terminate byDefault() {
    return decision(settings.defaultCertificates(), false);
  }

  private SniDecision.Terminate decision(List<String> names, boolean http2) {
    List<Certificate> found = new ArrayList<>(names.size());
    for (String name : names) {
      ResourceKey key = new ResourceKey(settings.shard(), ResourceKind.CERTIFICATE, name);
      if (resources.get(key) instanceof Certificate certificate) {
        found.add(certificate);
      }
    }
    List<String> identity = found.stream().map(Certificate::name).toList();
    return new SniDecision.Terminate(
        material.serving(found, http2), new Selection(identity, http2));
  }
}
