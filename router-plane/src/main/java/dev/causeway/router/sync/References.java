package dev.causeway.router.sync;

import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.ClientAuth;
import dev.causeway.routing.model.EndpointSet;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.model.ResourceKind;
import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.Settings;
import dev.causeway.routing.model.TicketKeys;
import dev.causeway.routing.model.TrustBundle;
import dev.causeway.routing.model.Upstream;
import dev.causeway.routing.model.UpstreamTls;
import dev.causeway.routing.model.VirtualHost;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a resource needs to be served. */
final class References {
  private References() {}

  /** Kinds in an order in which everything comes after what it refers to. */
  static final List<ResourceKind> ORDER =
      List.of(
          ResourceKind.TRUST_BUNDLE,
          ResourceKind.CERTIFICATE,
          ResourceKind.UPSTREAM,
          ResourceKind.SETTINGS,
          ResourceKind.TICKET_KEYS,
          ResourceKind.VIRTUAL_HOST);

  /**
   * Returns whether what refers to {@code target} cannot serve without it. Without a certificate of
   * its own a host has the shard's, and a shard without any has the stand-in (TLS-022).
   */
  static boolean isVital(ResourceKey target) {
    return target.kind() != ResourceKind.CERTIFICATE;
  }

  static Set<ResourceKey> of(Resource resource) {
    return switch (resource) {
      case Settings settings -> ofSettings(settings);
      case VirtualHost host -> ofHost(host);
      case Upstream upstream -> ofUpstream(upstream);
      case Certificate certificate -> Set.of();
      case TrustBundle bundle -> Set.of();
      case EndpointSet set -> Set.of();
      case TicketKeys keys -> Set.of();
    };
  }

  private static Set<ResourceKey> ofSettings(Settings settings) {
    Set<ResourceKey> keys = new LinkedHashSet<>();
    settings
        .defaultCertificates()
        .forEach(name -> keys.add(key(settings, ResourceKind.CERTIFICATE, name)));
    ClientAuth auth = settings.tls().clientAuth();
    String bundle = auth == null ? null : auth.trustBundle();
    if (bundle != null) {
      keys.add(key(settings, ResourceKind.TRUST_BUNDLE, bundle));
    }
    return keys;
  }

  private static Set<ResourceKey> ofHost(VirtualHost host) {
    Set<ResourceKey> keys = new LinkedHashSet<>();
    host.certificates().forEach(name -> keys.add(key(host, ResourceKind.CERTIFICATE, name)));
    for (Rule rule : host.rules()) {
      rule.backends()
          .forEach(backend -> keys.add(key(host, ResourceKind.UPSTREAM, backend.upstream())));
    }
    return keys;
  }

  private static Set<ResourceKey> ofUpstream(Upstream upstream) {
    UpstreamTls tls = upstream.tls();
    String bundle = tls == null ? null : tls.trustBundle();
    return bundle == null ? Set.of() : Set.of(key(upstream, ResourceKind.TRUST_BUNDLE, bundle));
  }

  private static ResourceKey key(Resource from, ResourceKind kind, String name) {
    return new ResourceKey(from.shard(), kind, name);
  }
}
