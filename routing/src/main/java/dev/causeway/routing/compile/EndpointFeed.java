package dev.causeway.routing.compile;

import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.input.EndpointSliceInput;
import dev.causeway.routing.input.ServiceInput;
import dev.causeway.routing.model.EndpointSet;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.model.ResourceKind;
import dev.causeway.routing.model.Upstream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one endpoint set per upstream. Services and slices change here and nowhere else: they never
 * cause a host to be compiled.
 */
final class EndpointFeed {
  private final String shard;
  private final EndpointAddresses addresses;
  private final ServiceEndpoints selection;
  private final TrackedMap<ResourceKey, Resource> sets = new TrackedMap<>();
  private final Map<ServiceKey, ServiceInput> services = new HashMap<>();
  private final Map<ServiceKey, TreeMap<String, EndpointSliceInput>> slices = new HashMap<>();
  private final Map<ServiceKey, Map<String, Upstream>> upstreams = new HashMap<>();
  private final Map<String, Upstream> upstreamsByName = new HashMap<>();
  private final Set<ServiceKey> dirty = new HashSet<>();

  private record ServiceKey(String namespace, String name) {}

  EndpointFeed(String shard, boolean allowLoopback) {
    this.shard = shard;
    this.addresses = new EndpointAddresses(allowLoopback);
    this.selection = new ServiceEndpoints(addresses);
  }

  void service(@Nullable ServiceInput old, @Nullable ServiceInput now) {
    ServiceInput any = now == null ? old : now;
    if (any == null) {
      return;
    }
    ServiceKey key = new ServiceKey(any.key().namespace(), any.key().name());
    if (now == null) {
      services.remove(key);
    } else {
      services.put(key, now);
    }
    dirty.add(key);
  }

  void slice(@Nullable EndpointSliceInput old, @Nullable EndpointSliceInput now) {
    if (old != null) {
      ServiceKey key = serviceOf(old);
      Map<String, EndpointSliceInput> ofService = slices.get(key);
      if (ofService != null && ofService.remove(old.key().name()) != null && ofService.isEmpty()) {
        slices.remove(key);
      }
      dirty.add(key);
    }
    if (now != null) {
      ServiceKey key = serviceOf(now);
      slices.computeIfAbsent(key, k -> new TreeMap<>()).put(now.key().name(), now);
      dirty.add(key);
    }
  }

  private static ServiceKey serviceOf(EndpointSliceInput slice) {
    return new ServiceKey(slice.key().namespace(), slice.service());
  }

  /** Returns remarks about addresses of {@code slice} that are not used. */
  List<Notice> notices(EndpointSliceInput slice) {
    List<Notice> notices = new ArrayList<>();
    if (!ServiceEndpoints.hasAddresses(slice)) {
      notices.add(
          Notice.about(
              slice, "addressType", "only IPv4 and IPv6 slices are used; the slice is ignored"));
      return notices;
    }
    for (int i = 0; i < slice.endpoints().size(); i++) {
      for (String address : slice.endpoints().get(i).addresses()) {
        String problem = addresses.problem(address);
        if (problem != null) {
          notices.add(
              Notice.about(
                  slice,
                  "endpoints[" + i + "].addresses",
                  "one of the addresses " + problem + " and is not used"));
        }
      }
    }
    return notices;
  }

  void upstreamAdded(Upstream upstream) {
    ServiceKey key = new ServiceKey(upstream.namespace(), upstream.service());
    upstreamsByName.put(upstream.name(), upstream);
    upstreams.computeIfAbsent(key, k -> new LinkedHashMap<>()).put(upstream.name(), upstream);
    compute(key, upstream);
  }

  void upstreamRemoved(String name) {
    Upstream upstream = upstreamsByName.remove(name);
    if (upstream == null) {
      return;
    }
    ServiceKey key = new ServiceKey(upstream.namespace(), upstream.service());
    Map<String, Upstream> ofService = upstreams.get(key);
    if (ofService != null && ofService.remove(name) != null && ofService.isEmpty()) {
      upstreams.remove(key);
    }
    sets.remove(new ResourceKey(shard, ResourceKind.ENDPOINT_SET, name));
  }

  /** Computes the sets of all Services that changed. */
  TrackedMap.Changes<ResourceKey, Resource> drain() {
    for (ServiceKey key : dirty) {
      upstreams.getOrDefault(key, Map.of()).values().forEach(upstream -> compute(key, upstream));
    }
    dirty.clear();
    return sets.drain();
  }

  Collection<Resource> sets() {
    return sets.view().values();
  }

  private void compute(ServiceKey key, Upstream upstream) {
    TreeMap<String, EndpointSliceInput> ofService = slices.get(key);
    EndpointSet set =
        new EndpointSet(
            shard,
            upstream.name(),
            selection.select(
                key.name(),
                services.get(key),
                ofService == null ? List.of() : ofService.values(),
                upstream.port()));
    sets.put(set.key(), set);
  }
}
