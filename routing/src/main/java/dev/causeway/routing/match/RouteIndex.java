package dev.causeway.routing.match;

import dev.causeway.routing.model.VirtualHost;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rule that serves a request; immutable.
 *
 * <p>Exact host before wildcard parent, then the longest path (HO-039), on the table of the side
 * the request arrived at (HO-043). Where the exact host has no rule for the path, the wildcard is
 * tried (HO-040). {@link #match} and {@link #sni} allocate nothing and make at most four host
 * probes, however many hosts there are.
 *
 * @param <T> what the index holds for a rule
 */
public final class RouteIndex<T> {
  /** Most slots of the host table that one host probe examines. */
  public static final int MAX_SLOTS_PER_PROBE = HostTable.MAX_SLOTS;

  private final HostTable<T> exact;
  private final HostTable<T> wildcard;
  private final Set<String> rejected;
  private final Match<T> noRoute = new Match.NoRoute<>();
  private final SniMatch<T> defaultCertificates = new SniMatch.Terminate<>(null);

  private RouteIndex(HostTable<T> exact, HostTable<T> wildcard, Set<String> rejected) {
    this.exact = exact;
    this.wildcard = wildcard;
    this.rejected = rejected;
  }

  /** Returns the index without hosts. */
  public static <T> RouteIndex<T> empty() {
    return new RouteIndex<>(HostTable.empty(), HostTable.empty(), Set.of());
  }

  /**
   * Returns an index with some hosts put and some gone; costs a copy of the table and what the
   * named hosts cost. Marks of {@link #rejecting} stay.
   *
   * @param upserts hosts that are new or differ
   * @param removedNames names of hosts that are gone; unknown ones are ignored
   * @param plans makes the plans of the rules of {@code upserts}
   */
  public RouteIndex<T> with(
      Collection<VirtualHost> upserts, Collection<String> removedNames, PlanFactory<T> plans) {
    Map<String, @Nullable HostEntry<T>> changes = new LinkedHashMap<>();
    for (String name : removedNames) {
      changes.put(name, rejected.contains(name) ? HostEntry.rejected(name) : null);
    }
    for (VirtualHost host : upserts) {
      changes.put(host.name(), HostEntry.of(host, plans, rejected.contains(host.name())));
    }
    return changed(changes, rejected);
  }

  /**
   * Returns an index in which exactly the hosts named {@code names} answer "configuration
   * rejected", whether they have rules or not. Such a host never falls through to a wildcard.
   */
  public RouteIndex<T> rejecting(Set<String> names) {
    if (names.equals(rejected)) {
      return this;
    }
    Set<String> touched = new HashSet<>(names);
    touched.addAll(rejected);
    Map<String, @Nullable HostEntry<T>> changes = new LinkedHashMap<>();
    for (String name : touched) {
      boolean marked = names.contains(name);
      HostEntry<T> entry = entry(name);
      if (entry != null) {
        changes.put(name, entry.withRejected(marked));
      } else if (marked) {
        changes.put(name, HostEntry.rejected(name));
      }
    }
    return changed(changes, Set.copyOf(names));
  }

  private RouteIndex<T> changed(
      Map<String, @Nullable HostEntry<T>> changes, Set<String> nextRejected) {
    List<HostEntry<T>> exactPuts = new ArrayList<>();
    List<HostEntry<T>> wildcardPuts = new ArrayList<>();
    List<String> exactGone = new ArrayList<>();
    List<String> wildcardGone = new ArrayList<>();
    changes.forEach(
        (name, entry) -> {
          boolean isWildcard = HostEntry.isWildcard(name);
          if (entry == null) {
            (isWildcard ? wildcardGone : exactGone).add(name);
          } else {
            (isWildcard ? wildcardPuts : exactPuts).add(entry);
          }
        });
    return new RouteIndex<>(
        exact.with(exactPuts, exactGone), wildcard.with(wildcardPuts, wildcardGone), nextRejected);
  }

  private @Nullable HostEntry<T> entry(String name) {
    return HostEntry.isWildcard(name)
        ? wildcard.find(name, 2, name.length(), null)
        : exact.find(name, 0, name.length(), null);
  }

  /**
   * Finds what becomes of a request.
   *
   * @param secure whether it arrived inside TLS that ended here (the HTTPS side)
   * @param authority Host header or {@code :authority} as sent, or null where there is none
   * @param target request target as sent, each char one byte
   */
  public Match<T> match(boolean secure, @Nullable String authority, String target) {
    return match(secure, authority, target, null);
  }

  /** Does what {@link #match(boolean, String, String)} does and counts probes where asked. */
  public Match<T> match(
      boolean secure, @Nullable String authority, String target, @Nullable ProbeCounter probes) {
    int hostEnd = authority == null ? -1 : RequestTarget.hostEnd(authority);
    if (authority == null || hostEnd < 0) {
      return noRoute;
    }
    HostEntry<T> own = exact.find(authority, 0, hostEnd, probes);
    if (own != null && own.rejected() != null) {
      return own.rejected();
    }
    HostEntry<T> parent = wildcardOf(authority, hostEnd, probes);
    int from = RequestTarget.pathStart(target);
    int to = RequestTarget.pathEnd(target, from);
    if (secure) {
      return proxied(own, parent, Side.HTTPS, target, from, to, probes);
    }
    RuleEntry<T> best = own == null ? null : own.find(Side.ALL, target, from, to, probes);
    if (best == null && parent != null) {
      if (parent.rejected() != null) {
        return parent.rejected();
      }
      best = parent.find(Side.ALL, target, from, to, probes);
    }
    if (best == null) {
      return noRoute;
    }
    if (best.redirect() != null) {
      return best.redirect();
    }
    if (best.rule().servedOnHttp()) {
      return best.proxy();
    }
    return proxied(own, parent, Side.HTTP, target, from, to, probes);
  }

  private Match<T> proxied(
      @Nullable HostEntry<T> own,
      @Nullable HostEntry<T> parent,
      Side side,
      String target,
      int from,
      int to,
      @Nullable ProbeCounter probes) {
    RuleEntry<T> best = own == null ? null : own.find(side, target, from, to, probes);
    if (best == null && parent != null) {
      if (parent.rejected() != null) {
        return parent.rejected();
      }
      best = parent.find(side, target, from, to, probes);
    }
    return best == null ? noRoute : best.proxy();
  }

  /**
   * Finds what becomes of a TLS connection (HO-060, HO-061): passthrough wherever the name is in
   * the passthrough set, else termination with the certificates of the exact host, of the wildcard,
   * or the default ones (TLS-007, TLS-008).
   *
   * @param name SNI name as sent, or null where there is none; neither port nor trailing dot match
   */
  public SniMatch<T> sni(@Nullable String name) {
    return name == null || name.isEmpty() ? defaultCertificates : sni(name, name.length());
  }

  /**
   * Returns the TLS decision for the host an authority names, as if it had been the SNI name; what
   * a 421 answer depends on.
   */
  public SniMatch<T> sniOfAuthority(String authority) {
    int hostEnd = RequestTarget.hostEnd(authority);
    return hostEnd < 0 ? defaultCertificates : sni(authority, hostEnd);
  }

  private SniMatch<T> sni(String name, int end) {
    HostEntry<T> own = exact.find(name, 0, end, null);
    if (own != null) {
      if (own.rejected() != null) {
        return own.certificates() == null ? defaultCertificates : own.certificates();
      }
      if (own.passthrough() != null) {
        return own.passthrough();
      }
    }
    HostEntry<T> parent = wildcardOf(name, end, null);
    if (parent != null && parent.rejected() == null && parent.passthrough() != null) {
      return parent.passthrough();
    }
    if (own != null && own.certificates() != null) {
      return own.certificates();
    }
    return parent == null || parent.certificates() == null
        ? defaultCertificates
        : parent.certificates();
  }

  private @Nullable HostEntry<T> wildcardOf(String name, int end, @Nullable ProbeCounter probes) {
    int dot = name.indexOf('.');
    return dot < 0 || dot + 1 >= end ? null : wildcard.find(name, dot + 1, end, probes);
  }

  /** Returns the exact host that {@code authority} names, or null. */
  public @Nullable VirtualHost exactHost(String authority) {
    int hostEnd = RequestTarget.hostEnd(authority);
    HostEntry<T> entry = hostEnd < 0 ? null : exact.find(authority, 0, hostEnd, null);
    return entry == null ? null : entry.host();
  }

  /** Returns the wildcard host that stands for the host {@code authority} names, or null. */
  public @Nullable VirtualHost wildcardHost(String authority) {
    int hostEnd = RequestTarget.hostEnd(authority);
    HostEntry<T> entry = hostEnd < 0 ? null : wildcardOf(authority, hostEnd, null);
    return entry == null ? null : entry.host();
  }

  /** Returns the names of hosts that answer "configuration rejected". */
  public Set<String> rejected() {
    return rejected;
  }

  /** Returns the number of hosts, wildcards and rejected hosts. */
  public int size() {
    return exact.size() + wildcard.size();
  }
}
