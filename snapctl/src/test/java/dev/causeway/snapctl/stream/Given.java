package dev.causeway.snapctl.stream;

import dev.causeway.routing.compile.CompileUpdate;
import dev.causeway.routing.model.AppProtocol;
import dev.causeway.routing.model.Balance;
import dev.causeway.routing.model.Bytes;
import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.Endpoint;
import dev.causeway.routing.model.EndpointSet;
import dev.causeway.routing.model.ErrorPages;
import dev.causeway.routing.model.ForwardedPolicy;
import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.KeyAlgorithm;
import dev.causeway.routing.model.KeyMaterial;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.model.ResourceKind;
import dev.causeway.routing.model.RouteRef;
import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.RulePolicies;
import dev.causeway.routing.model.Settings;
import dev.causeway.routing.model.Termination;
import dev.causeway.routing.model.TlsSettings;
import dev.causeway.routing.model.Upstream;
import dev.causeway.routing.model.VirtualHost;
import dev.causeway.routing.model.WeightedUpstream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Resources for tests of the stream. */
public final class Given {
  public static final String SHARD = "default";

  private Given() {}

  public static Settings settings() {
    return new Settings(
        SHARD,
        "apps.test",
        List.of(),
        true,
        5_000,
        30_000,
        10_000,
        300_000,
        5_000,
        ErrorPages.BUILT_IN,
        TlsSettings.DEFAULT);
  }

  public static VirtualHost host(String name, String namespace, String path, String upstream) {
    return host(name, namespace, path, upstream, List.of(), List.of());
  }

  public static VirtualHost host(
      String name,
      String namespace,
      String path,
      String upstream,
      List<String> certificates,
      List<String> requires) {
    return new VirtualHost(
        SHARD,
        name,
        namespace,
        List.of(
            new Rule(
                new RouteRef(namespace, name),
                path,
                Termination.NONE,
                InsecurePolicy.NONE,
                List.of(new WeightedUpstream(upstream, 100)),
                RulePolicies.basic(30_000, 3_600_000, Balance.RANDOM, ForwardedPolicy.APPEND),
                List.of(),
                requires)),
        certificates);
  }

  public static Upstream upstream(String name) {
    return new Upstream(SHARD, name, "shop", name, "8080", null);
  }

  public static EndpointSet endpoints(String upstream, String... addresses) {
    return new EndpointSet(
        SHARD,
        upstream,
        Arrays.stream(addresses)
            .map(address -> new Endpoint(address, address, 8080, AppProtocol.HTTP1))
            .toList());
  }

  public static Certificate certificate(String name) {
    return new Certificate(
        SHARD,
        name,
        List.of(Bytes.of(new byte[] {1, 2, 3})),
        KeyAlgorithm.EC,
        KeyMaterial.ofText("secret of " + name));
  }

  public static ResourceKey key(ResourceKind kind, String name) {
    return new ResourceKey(SHARD, kind, name);
  }

  public static CompileUpdate update(Resource... upserts) {
    return update(List.of(upserts), Set.of());
  }

  public static CompileUpdate removal(ResourceKey... removals) {
    return update(List.of(), Set.of(removals));
  }

  public static CompileUpdate update(List<Resource> upserts, Set<ResourceKey> removals) {
    return new CompileUpdate(upserts, removals, Map.of(), Set.of(), Map.of());
  }
}
