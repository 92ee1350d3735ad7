package dev.causeway.controlplane.inspect;

import dev.causeway.controlplane.stream.RouterRejection;
import dev.causeway.controlplane.stream.ShelfSnapshot;
import dev.causeway.controlplane.stream.SnapshotShelf;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.model.ResourceKind;
import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.VirtualHost;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which Routes a rejected resource belongs to: those of its host, or those that refer to it. */
final class AffectedRoutes {
  private final Map<ResourceKey, Set<String>> routes = new HashMap<>();

  private AffectedRoutes() {}

  /** Looks at every host of the shards concerned once. */
  static AffectedRoutes of(SnapshotShelf shelf, Collection<RouterRejection> rejections) {
    AffectedRoutes affected = new AffectedRoutes();
    Set<String> shards = new HashSet<>();
    for (RouterRejection rejection : rejections) {
      affected.routes.put(rejection.key(), new TreeSet<>());
      shards.add(rejection.key().shard());
    }
    for (String shard : shards) {
      ShelfSnapshot newest = shelf.newest(shard);
      if (newest != null) {
        newest
            .snapshot()
            .forEach(
                resource -> {
                  if (resource instanceof VirtualHost host) {
                    affected.look(host);
                  }
                });
      }
    }
    return affected;
  }

  private void look(VirtualHost host) {
    for (Rule rule : host.rules()) {
      String route = rule.route().toString();
      note(host.key(), route);
      host.certificates().forEach(name -> note(host, ResourceKind.CERTIFICATE, name, route));
      rule.backends()
          .forEach(
              backend -> {
                note(host, ResourceKind.UPSTREAM, backend.upstream(), route);
                note(host, ResourceKind.ENDPOINT_SET, backend.upstream(), route);
              });
    }
  }

  private void note(VirtualHost host, ResourceKind kind, String name, String route) {
    note(new ResourceKey(host.shard(), kind, name), route);
  }

  private void note(ResourceKey key, String route) {
    Set<String> wanted = routes.get(key);
    if (wanted != null) {
      wanted.add(route);
    }
  }

  /** Returns the Routes behind a resource as namespace/name, sorted. */
  List<String> behind(ResourceKey key) {
    return List.copyOf(routes.getOrDefault(key, Set.of()));
  }
}
