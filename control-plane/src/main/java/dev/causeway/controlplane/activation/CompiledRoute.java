package dev.causeway.controlplane.activation;

import dev.causeway.controlplane.stream.ShelfSnapshot;
import dev.causeway.routing.admission.Verdict;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.model.ResourceKind;
import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.Upstream;
import dev.causeway.routing.model.VirtualHost;
import dev.causeway.routing.version.ContentHash;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one generation of a Route was compiled into: its host with all rules, the certificates of
 * the host, and the upstreams and authorities that the Route's rules name.
 *
 * @param host key of the host, whose content changes with everything else of the Route
 * @param versions the resources and their versions, the host first
 */
public record CompiledRoute(ResourceKey host, Map<ResourceKey, ContentHash> versions) {
  /** Most resources that are looked at; the host is one of them and names the rest. */
  public static final int MAX_VERSIONS = 256;

  /**
   * Finds it.
   *
   * @return null where {@code snapshot} is not what the verdict came with, or the Route is part of
   *     nothing
   */
  public static @Nullable CompiledRoute of(ShelfSnapshot snapshot, Verdict verdict) {
    if (!verdict.equals(snapshot.verdicts().get(verdict.route()))) {
      return null;
    }
    ResourceKey key =
        new ResourceKey(snapshot.shard(), ResourceKind.VIRTUAL_HOST, hostName(verdict));
    if (!(snapshot.snapshot().get(key) instanceof VirtualHost host)) {
      return null;
    }
    Collector found = new Collector(snapshot);
    found.add(key);
    boolean served = false;
    for (Rule rule : host.rules()) {
      if (rule.route().namespace().equals(verdict.route().namespace())
          && rule.route().name().equals(verdict.route().name())) {
        served = true;
        rule.backends().forEach(backend -> found.upstream(backend.upstream()));
      }
    }
    host.certificates().forEach(name -> found.add(ResourceKind.CERTIFICATE, name));
    return served ? new CompiledRoute(key, found.versions) : null;
  }

  private static String hostName(Verdict verdict) {
    String host = verdict.host();
    return verdict.wildcard() ? "*." + host.substring(host.indexOf('.') + 1) : host;
  }

  private static final class Collector {
    private final ShelfSnapshot snapshot;
    private final Map<ResourceKey, ContentHash> versions = new LinkedHashMap<>();

    Collector(ShelfSnapshot snapshot) {
      this.snapshot = snapshot;
    }

    void add(ResourceKind kind, String name) {
      add(new ResourceKey(snapshot.shard(), kind, name));
    }

    void add(ResourceKey key) {
      ContentHash hash = snapshot.snapshot().hash(key);
      if (hash != null && versions.size() < MAX_VERSIONS) {
        versions.put(key, hash);
      }
    }

    void upstream(String name) {
      ResourceKey key = new ResourceKey(snapshot.shard(), ResourceKind.UPSTREAM, name);
      add(key);
      if (snapshot.snapshot().get(key) instanceof Upstream upstream
          && upstream.tls() != null
          && upstream.tls().trustBundle() != null) {
        add(ResourceKind.TRUST_BUNDLE, Objects.requireNonNull(upstream.tls().trustBundle()));
      }
    }
  }
}
