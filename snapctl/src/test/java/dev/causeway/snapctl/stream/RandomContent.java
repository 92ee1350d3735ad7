package dev.causeway.snapctl.stream;

import dev.causeway.routing.compile.CompileUpdate;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.model.ResourceKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Consistent changes, as a compiler makes them: what a host refers to is there as long as it is.
 */
final class RandomContent {
  private static final int HOSTS = 6;
  private static final int UPSTREAMS = 4;

  private final Random random;
  private final Map<String, String> upstreams = new TreeMap<>();

  RandomContent(Random random) {
    this.random = random;
  }

  /** What is there before any change. */
  static CompileUpdate first() {
    return Given.update(Given.settings());
  }

  /** A host, an upstream or an endpoint set that may be there. */
  ResourceKey key() {
    return switch (random.nextInt(4)) {
      case 0 -> Given.key(ResourceKind.UPSTREAM, upstream());
      case 1 -> Given.key(ResourceKind.ENDPOINT_SET, upstream());
      default -> Given.key(ResourceKind.VIRTUAL_HOST, host());
    };
  }

  private String host() {
    return "h" + random.nextInt(HOSTS) + ".test";
  }

  private String upstream() {
    return "u" + random.nextInt(UPSTREAMS);
  }

  private static Resource endpoints(String upstream, Random random) {
    return Given.endpoints(upstream, "10.0.%d.%d".formatted(random.nextInt(9), random.nextInt(9)));
  }

  /** Changes a host, moves it to another upstream, removes it, or changes endpoints alone. */
  CompileUpdate next() {
    List<Resource> upserts = new ArrayList<>();
    Set<ResourceKey> removals = new HashSet<>();
    String host = host();
    String before = upstreams.get(host);
    if (before != null && random.nextInt(3) == 0) {
      upserts.add(endpoints(before, random));
      return Given.update(upserts, removals);
    }
    if (before != null && random.nextInt(4) == 0) {
      upstreams.remove(host);
      removals.add(Given.key(ResourceKind.VIRTUAL_HOST, host));
    } else {
      String upstream = before != null && random.nextBoolean() ? before : upstream();
      if (!upstreams.containsValue(upstream)) {
        upserts.add(Given.upstream(upstream));
        upserts.add(endpoints(upstream, random));
      }
      upstreams.put(host, upstream);
      String owner = random.nextInt(5) == 0 ? "other" : "ns";
      upserts.add(Given.host(host, owner, "/" + random.nextInt(1000), upstream));
    }
    if (before != null && !upstreams.containsValue(before)) {
      removals.add(Given.key(ResourceKind.UPSTREAM, before));
      removals.add(Given.key(ResourceKind.ENDPOINT_SET, before));
    }
    return Given.update(upserts, removals);
  }
}
