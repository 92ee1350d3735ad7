package dev.causeway.routing.admission;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides which Routes hold their hosts (HO-001 to HO-020).
 *
 * <p>Claims are offered oldest first; each is granted unless it conflicts with one granted before.
 * So no younger Route ever displaces an older one, the outcome does not depend on the order of
 * events, and a Route that waited is granted as soon as the one in its way is gone (HO-011). Two
 * claims conflict if they name the same literal host, whatever their wildcard policy (HO-014), or
 * the same wildcard (HO-020), and
 *
 * <ul>
 *   <li>their namespaces differ, unless the shard lets namespaces share hosts (HO-004, HO-007), or
 *   <li>their paths are equal as text (HO-005), or
 *   <li>one is passthrough and the other has TLS of any kind (HO-006);
 * </ul>
 *
 * or if one is a wildcard, the other an exact host directly below the same parent, their namespaces
 * differ and the shard does not let namespaces share hosts (HO-018, HO-019).
 */
public final class HostContest {
  private final boolean interNamespace;
  private final Map<String, Holders> holders = new HashMap<>();
  private final Map<String, Map<String, HostClaim>> exactByParent = new HashMap<>();
  private final Map<String, Map<String, HostClaim>> wildcardByParent = new HashMap<>();

  /** A contest in which namespaces may share hosts only if {@code interNamespace}. */
  public HostContest(boolean interNamespace) {
    this.interNamespace = interNamespace;
  }

  /** Grants {@code claim} or returns why not; callers offer claims oldest first. */
  public @Nullable Rejection offer(HostClaim claim) {
    List<String> keys =
        claim.wildcard() ? List.of(claim.host(), claim.servedName()) : List.of(claim.host());
    for (String key : keys) {
      Holders held = holders.get(key);
      Rejection rejection = held == null ? null : held.conflict(claim, interNamespace);
      if (rejection != null) {
        return rejection;
      }
    }
    if (!interNamespace) {
      HostClaim foreign = foreign(claim.wildcard() ? exactByParent : wildcardByParent, claim);
      if (foreign != null) {
        return foreignHolder(
            claim,
            claim.wildcard()
                ? "an older Route of another namespace holds a host below " + claim.parent()
                : "an older wildcard Route of another namespace holds *." + claim.parent());
      }
    }
    keys.forEach(key -> holders.computeIfAbsent(key, k -> new Holders()).grant(claim));
    (claim.wildcard() ? wildcardByParent : exactByParent)
        .computeIfAbsent(claim.parent(), parent -> new LinkedHashMap<>())
        .putIfAbsent(claim.namespace(), claim);
    return null;
  }

  private static @Nullable HostClaim foreign(
      Map<String, Map<String, HostClaim>> byParent, HostClaim claim) {
    for (Map.Entry<String, HostClaim> holder :
        byParent.getOrDefault(claim.parent(), Map.of()).entrySet()) {
      if (!holder.getKey().equals(claim.namespace())) {
        return holder.getValue();
      }
    }
    return null;
  }

  private static Rejection foreignHolder(HostClaim claim, String why) {
    return new Rejection(
        Reason.HOST_ALREADY_CLAIMED, claim.hostField(), why + "; choose another host");
  }

  /** The granted claims of one literal host or one wildcard. */
  private static final class Holders {
    private final Map<String, HostClaim> byPath = new HashMap<>();
    private @Nullable HostClaim oldest;
    private @Nullable HostClaim oldestTls;
    private @Nullable HostClaim passthrough;

    void grant(HostClaim claim) {
      byPath.putIfAbsent(claim.route().path(), claim);
      if (oldest == null) {
        oldest = claim;
      }
      if (claim.tls() && oldestTls == null) {
        oldestTls = claim;
      }
      if (claim.passthrough() && passthrough == null) {
        passthrough = claim;
      }
    }

    @Nullable Rejection conflict(HostClaim claim, boolean interNamespace) {
      if (!interNamespace && oldest != null && !oldest.namespace().equals(claim.namespace())) {
        return foreignHolder(
            claim, "host " + claim.host() + " is held by an older Route of another namespace");
      }
      HostClaim samePath = byPath.get(claim.route().path());
      if (samePath != null) {
        return heldBy(
            claim,
            samePath,
            "the path " + Quoted.of(claim.route().path()),
            "spec.path",
            "choose another spec.host or spec.path, or delete one of the two");
      }
      HostClaim tls = claim.passthrough() ? oldestTls : claim.tls() ? passthrough : null;
      if (tls != null) {
        return heldBy(
            claim,
            tls,
            "TLS (passthrough cannot share a host with any other TLS Route)",
            "spec.tls.termination",
            "choose another spec.host, or the same termination without passthrough");
      }
      return null;
    }

    private static Rejection heldBy(
        HostClaim claim, HostClaim holder, String what, String field, String remedy) {
      boolean known = holder.namespace().equals(claim.namespace());
      return new Rejection(
          Reason.HOST_ALREADY_CLAIMED,
          field,
          "on host "
              + claim.host()
              + " "
              + what
              + " is held by "
              + (known
                  ? "the older Route " + holder.route().key().name()
                  : "an older Route of another namespace")
              + "; "
              + remedy);
    }
  }
}
