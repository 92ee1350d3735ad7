package dev.causeway.routing.admission;

import dev.causeway.routing.input.RouteInput;

/** Determines the host of a Route in a shard (RT-028 to RT-031). */
final class EffectiveHost {
  private EffectiveHost() {}

  /**
   * Returns {@code host}, else {@code subdomain} below the shard's domain, else a generated name;
   * empty where none of these is possible.
   */
  static String of(RouteInput route, String domain) {
    if (!route.host().isEmpty()) {
      return route.host();
    }
    if (domain.isEmpty()) {
      return "";
    }
    if (!route.subdomain().isEmpty()) {
      return route.subdomain() + "." + domain;
    }
    if (isWildcard(route)) {
      return "";
    }
    return route.key().name().replace('.', '-') + "-" + route.key().namespace() + "." + domain;
  }

  static boolean isWildcard(RouteInput route) {
    return route.wildcardPolicy().equals("Subdomain");
  }

  /** Returns the field that decides the host. */
  static String field(RouteInput route) {
    if (!route.host().isEmpty()) {
      return "spec.host";
    }
    return route.subdomain().isEmpty() ? "metadata.name" : "spec.subdomain";
  }
}
