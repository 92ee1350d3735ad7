package dev.causeway.snapctl.stream;

import dev.causeway.router.config.ConfigActivator;
import dev.causeway.router.config.ConfigView;
import dev.causeway.router.config.ResourceProblem;
import dev.causeway.routing.model.EndpointSet;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.model.ResourceKind;
import dev.causeway.routing.version.SnapshotId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A data plane that only remembers, and rejects what it is told to. */
public final class RecordingActivator implements ConfigActivator {
  private final Set<ResourceKey> refused = ConcurrentHashMap.newKeySet();
  private final Set<ResourceKey> everRefused = ConcurrentHashMap.newKeySet();
  private final Map<ResourceKey, Resource> config = new ConcurrentHashMap<>();
  private final Map<String, EndpointSet> endpoints = new ConcurrentHashMap<>();
  private final List<ConfigView> views = new CopyOnWriteArrayList<>();
  private final Set<String> violations = ConcurrentHashMap.newKeySet();
  private volatile Set<String> rejectedHosts = Set.of();
  private volatile boolean failsNextActivation;

  public void refuse(ResourceKey key) {
    refused.add(key);
    everRefused.add(key);
  }

  public void accept(ResourceKey key) {
    refused.remove(key);
  }

  public void failNextActivation() {
    failsNextActivation = true;
  }

  @Override
  public List<ResourceProblem> validate(Resource resource) {
    return refused.contains(resource.key())
        ? List.of(
            new ResourceProblem(ResourceProblem.Code.INVALID_VALUE, "field", "refused by the test"))
        : List.of();
  }

  @Override
  public void activate(ConfigView view) {
    if (failsNextActivation) {
      failsNextActivation = false;
      throw new IllegalStateException("failed by the test");
    }
    // What a real data plane relies on: the named differences lead from the last view to this one.
    Map<ResourceKey, Resource> expected = new ConcurrentHashMap<>(config);
    view.removed().forEach(expected::remove);
    view.changed().forEach(key -> expected.put(key, view.effectiveConfigResources().get(key)));
    if (!expected.equals(view.effectiveConfigResources())) {
      violations.add("differences do not lead to view " + view.effective());
    }
    for (Resource resource : view.effectiveConfigResources().values()) {
      if (resource.kind() == ResourceKind.UPSTREAM
          && !endpoints.containsKey(resource.name())
          && !everRefused.contains(endpointSet(resource))) {
        violations.add("upstream " + resource.name() + " is active without endpoints");
      }
    }
    config.clear();
    config.putAll(expected);
    rejectedHosts = view.rejectedHosts();
    views.add(view);
  }

  private static ResourceKey endpointSet(Resource upstream) {
    return new ResourceKey(upstream.shard(), ResourceKind.ENDPOINT_SET, upstream.name());
  }

  @Override
  public void endpoints(Collection<EndpointSet> upserts, Collection<String> removedNames) {
    upserts.forEach(set -> endpoints.put(set.name(), set));
    endpoints.keySet().removeAll(new HashSet<>(removedNames));
  }

  Map<ResourceKey, Resource> config() {
    return Map.copyOf(config);
  }

  Map<String, EndpointSet> endpoints() {
    return Map.copyOf(endpoints);
  }

  Set<String> rejectedHosts() {
    return rejectedHosts;
  }

  Set<String> violations() {
    return violations;
  }

  int activations() {
    return views.size();
  }

  Set<ResourceKey> lastChanged() {
    return views.getLast().changed();
  }

  SnapshotId lastEffective() {
    return views.getLast().effective();
  }
}
