package dev.causeway.router.sync;

import dev.causeway.router.config.ResourceProblem;
import dev.causeway.router.config.ResourceProblem.Code;
import dev.causeway.router.sync.ResourceJudge.Judgement;
import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.EndpointSet;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.model.ResourceKind;
import dev.causeway.routing.model.Settings;
import dev.causeway.routing.model.TicketKeys;
import dev.causeway.routing.model.TrustBundle;
import dev.causeway.routing.model.Upstream;
import dev.causeway.routing.model.VirtualHost;
import dev.causeway.routing.version.ContentHash;
import dev.causeway.routing.version.Inventory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Applies one transaction to what the router holds: accepts the good, keeps the old for the bad.
 *
 * <ol>
 *   <li>Everything new is judged alone, in an order in which references come first.
 *   <li>What is sound and has all it refers to serves. What is not keeps its last good version, but
 *       only under the same owner and not for want of a feature; otherwise it goes.
 *   <li>What loses something it refers to is rejected in turn, until nothing more falls.
 *   <li>Removed resources go, unless something that serves still refers to them.
 * </ol>
 *
 * The cost is that of the transaction and of the rejections that stand.
 */
final class Commit {
  private final HeldConfig held;
  private final ResourceJudge judge;
  private final Inventory offered;

  /**
   * Prepares a commit.
   *
   * @param offered what the router has been offered, this transaction included
   */
  Commit(HeldConfig held, ResourceJudge judge, Inventory offered) {
    this.held = held;
    this.judge = judge;
    this.offered = offered;
  }

  void apply(Map<ResourceKey, dev.causeway.proto.v1.Resource> upserts, Set<ResourceKey> removals) {
    held.offered(offered);
    for (ResourceKey key : removals) {
      held.rejections().remove(key);
      held.waiting().remove(key);
    }
    Map<ResourceKey, Versioned> candidates = new TreeMap<>(held.waiting());
    held.waiting().clear();
    judgeAll(upserts, candidates);
    for (ResourceKind kind : References.ORDER) {
      candidates.forEach(
          (key, candidate) -> {
            if (key.kind() == kind) {
              admit(key, candidate);
            }
          });
    }
    retire(removals);
    releaseHeldOver();
  }

  private void judgeAll(
      Map<ResourceKey, dev.causeway.proto.v1.Resource> upserts,
      Map<ResourceKey, Versioned> candidates) {
    for (Map.Entry<ResourceKey, dev.causeway.proto.v1.Resource> entry : upserts.entrySet()) {
      ResourceKey key = entry.getKey();
      ContentHash hash = Objects.requireNonNull(offered.get(key));
      held.rejections().remove(key);
      candidates.remove(key);
      switch (judge.judge(key, hash, entry.getValue())) {
        case Judgement.Sound(Versioned sound) -> candidates.put(key, sound);
        case Judgement.Unsound(Resource decoded, ResourceProblem problem) ->
            reject(key, hash, decoded, problem);
      }
    }
  }

  private void admit(ResourceKey key, Versioned candidate) {
    ResourceKey missing = missing(candidate.resource());
    if (missing == null || (!References.isVital(missing) && !hasWholePredecessor(candidate))) {
      held.rejections().remove(key);
      held.serve(candidate);
    } else {
      held.waiting().put(key, candidate);
      reject(key, candidate.hash(), candidate.resource(), lacks(missing));
    }
  }

  /** Returns something {@code resource} refers to that does not serve, vital first, or null. */
  private @Nullable ResourceKey missing(Resource resource) {
    ResourceKey missing = null;
    for (ResourceKey reference : References.of(resource)) {
      if (!held.isServing(reference)) {
        if (References.isVital(reference)) {
          return reference;
        }
        missing = reference;
      }
    }
    return missing;
  }

  /** Whether a version that lacks nothing, certificates included, may serve on instead. */
  private boolean hasWholePredecessor(Versioned candidate) {
    Versioned before = held.serving(candidate.resource().key());
    return before != null
        && missing(before.resource()) == null
        && sameOwner(before.resource(), candidate.resource());
  }

  private static ResourceProblem lacks(ResourceKey missing) {
    return new ResourceProblem(
        Code.MISSING_REFERENCE,
        "",
        missing.kind() + " " + missing.name() + " is missing or was rejected");
  }

  private void reject(
      ResourceKey key, ContentHash hash, @Nullable Resource decoded, ResourceProblem problem) {
    Versioned before = held.serving(key);
    boolean keep = before != null && mayStay(before.resource(), decoded, problem);
    held.rejections()
        .put(
            key,
            new StandingRejection(
                key, hash, problem, keep && before != null ? before.hash() : null));
    if (!keep) {
      dropWithDependents(key);
    }
  }

  /**
   * Whether the last good version may go on serving. It may not if the resource changed hands,
   * which cannot be excluded where the new version does not decode, nor if the new version needs a
   * feature: serving without it could serve without a restriction.
   */
  private boolean mayStay(Resource before, @Nullable Resource decoded, ResourceProblem problem) {
    ResourceKey missing = missing(before);
    if (problem.code() == Code.UNSUPPORTED_FEATURE
        || (missing != null && References.isVital(missing))) {
      return false;
    }
    return sameOwner(before, decoded);
  }

  private static boolean sameOwner(Resource before, @Nullable Resource after) {
    return switch (before) {
      case VirtualHost host ->
          after instanceof VirtualHost next && next.ownerNamespace().equals(host.ownerNamespace());
      // Their names contain the namespace or the content, or there is one per shard.
      case Upstream upstream -> true;
      case Certificate certificate -> true;
      case TrustBundle bundle -> true;
      case Settings settings -> true;
      case EndpointSet set -> true;
      case TicketKeys keys -> true;
    };
  }

  /** Stops serving {@code key} and rejects what cannot serve without it. */
  private void dropWithDependents(ResourceKey key) {
    Deque<ResourceKey> falling = new ArrayDeque<>(List.of(key));
    while (!falling.isEmpty()) {
      ResourceKey fallen = falling.remove();
      Set<ResourceKey> dependents = Set.copyOf(held.dependents(fallen));
      held.drop(fallen);
      if (!References.isVital(fallen)) {
        continue;
      }
      for (ResourceKey dependent : dependents) {
        Versioned serving = held.serving(dependent);
        if (serving != null) {
          ContentHash current = offered.get(dependent);
          if (current != null && current.equals(serving.hash())) {
            held.waiting().put(dependent, serving);
          }
          held.rejections()
              .put(
                  dependent,
                  new StandingRejection(
                      dependent, current == null ? serving.hash() : current, lacks(fallen), null));
          falling.add(dependent);
        }
      }
    }
  }

  /** Takes removed resources out, users before what they use. */
  private void retire(Set<ResourceKey> removals) {
    for (ResourceKind kind : References.ORDER.reversed()) {
      for (ResourceKey key : removals) {
        if (key.kind() == kind && held.isServing(key)) {
          if (held.dependents(key).isEmpty()) {
            held.drop(key);
          } else {
            held.heldOver().add(key);
          }
        }
      }
    }
  }

  /** Lets go of what nothing refers to any more. */
  private void releaseHeldOver() {
    boolean released = true;
    while (released) {
      released = false;
      for (ResourceKey key : Set.copyOf(held.heldOver())) {
        if (offered.get(key) != null) {
          held.heldOver().remove(key); // offered again
        } else if (held.dependents(key).isEmpty()) {
          held.drop(key);
          released = true;
        }
      }
    }
  }
}
