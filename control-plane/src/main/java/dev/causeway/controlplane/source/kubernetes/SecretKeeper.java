package dev.causeway.controlplane.source.kubernetes;

import dev.causeway.manifests.ManifestProblem;
import dev.causeway.routing.input.Input;
import dev.causeway.routing.input.InputChange;
import dev.causeway.routing.input.Metadata;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.input.Origin;
import dev.causeway.routing.input.SecretInput;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which Secrets are told of, and when. Owned by the thread of the source.
 *
 * <p>A Secret is told of while somebody refers to it; if only Routes do, after the API server said
 * that Routes may use it. That is asked when a Route begins to refer to it and whenever Route or
 * Secret change, as OKD's router does, and from time to time while it is refused. What refers to a
 * Secret for the first time is told of together with it.
 */
final class SecretKeeper {
  private static final long AFTER_FAILURE = Duration.ofSeconds(5).toNanos();
  private static final long AFTER_REFUSAL = Duration.ofSeconds(30).toNanos();

  private final KubernetesSourceOptions options;
  private final String server;
  private final SecretReferences references;
  private final SecretInquiry inquiry;
  private final ClusterState state;
  private final Map<ObjectKey, Wanted> wanted = new HashMap<>();
  private boolean listed;

  SecretKeeper(
      KubernetesSourceOptions options,
      String server,
      SecretReferences references,
      SecretInquiry inquiry,
      ClusterState state) {
    this.options = options;
    this.server = server;
    this.references = references;
    this.inquiry = inquiry;
    this.state = state;
    references.own().forEach(this::wanted);
  }

  /** All Secrets have been listed: what the lists did not show can be asked for. */
  void listed() {
    listed = true;
    Set.copyOf(wanted.keySet()).forEach(key -> ask(key, wanted(key)));
  }

  /** Returns whether something is asked that was not answered yet. */
  boolean isAsking() {
    return wanted.values().stream().anyMatch(each -> each.asking);
  }

  /** Takes a change of an object that refers to {@code secret}, or to none. */
  void owner(InputChange change, @Nullable ObjectKey secret) {
    ObjectKey owner = change.key();
    ObjectKey before = references.by(owner);
    Wanted waited = before == null ? null : wanted.get(before);
    if (waited != null) {
      waited.waiting.remove(owner);
    }
    ObjectKey unused = references.put(owner, secret);
    if (unused != null) {
      Wanted last = wanted.remove(unused);
      if (last != null && last.told != null) {
        state.change(new InputChange.Remove(unused));
      }
      state.problems(unused, List.of());
    }
    if (secret == null) {
      state.change(change);
      return;
    }
    Wanted each = wanted(secret);
    if (listed) {
      ask(secret, each);
    }
    if (each.asking && !each.settled) {
      each.waiting.put(owner, change);
    } else {
      state.change(change);
    }
  }

  private Wanted wanted(ObjectKey secret) {
    return wanted.computeIfAbsent(secret, _ -> new Wanted());
  }

  /** A Secret came with its data. */
  void arrived(SourceEvent.Arrived arrived) {
    Wanted each = wanted.get(arrived.key());
    if (each != null && each.take(arrived)) {
      if (listed) {
        ask(arrived.key(), each);
      }
      tell(arrived.key(), each);
    }
  }

  /** A Secret came whose data was let go. */
  void letGo(SourceEvent.LetGo letGo) {
    Wanted each = wanted.get(letGo.key());
    if (each != null && letGo.version() > each.version) {
      each.stale = true;
      if (listed) {
        ask(letGo.key(), each);
      }
    }
  }

  /** A Secret is gone. */
  void gone(SourceEvent.Gone gone) {
    Wanted each = wanted.get(gone.key());
    if (each != null && gone.version() >= each.version) {
      each.content = null;
      each.version = gone.version();
      state.problems(gone.key(), List.of());
      tell(gone.key(), each);
    }
  }

  /** A question was answered. */
  void answered(SourceEvent.Answered answer) {
    ObjectKey key = answer.key();
    Wanted each = wanted.get(key);
    if (each == null) {
      return; // nobody refers to it any more
    }
    each.asking = false;
    long now = System.nanoTime();
    if (!answer.failure().isEmpty()) {
      each.askAt = now + AFTER_FAILURE;
      state.problems(
          key,
          List.of(
              new ManifestProblem(
                  server, 0, key.toString(), "", "cannot be read: " + answer.failure(), true)));
    } else {
      state.problems(key, List.of());
      each.settled = true;
      if (answer.access() != null) {
        each.granted = answer.access();
        each.askAt = each.granted ? 0 : now + AFTER_REFUSAL;
      }
      if (answer.content() != null) {
        each.take(answer.content());
      }
    }
    tell(key, each);
    each.waiting.values().forEach(state::change);
    each.waiting.clear();
    if (each.askAgain) {
      ask(key, each);
    }
  }

  /** Asks again what it is time to ask again. */
  void tick(long nowNanos) {
    wanted.forEach(
        (key, each) -> {
          if (listed && each.askAt != 0 && nowNanos - each.askAt >= 0) {
            ask(key, each);
          }
        });
  }

  private void ask(ObjectKey key, Wanted each) {
    if (each.asking) {
      each.askAgain = true;
      return;
    }
    boolean read = options.readsSecretsOf(key.namespace());
    boolean access = read && !references.isAdministrative(key);
    boolean content = read && (each.content == null || each.stale);
    each.askAgain = false;
    each.askAt = 0;
    if (access || content) {
      each.asking = true;
      each.stale = false;
      inquiry.ask(key, access, content);
    } else {
      tell(key, each);
    }
  }

  /** Tells what holds of a Secret now, if that is something else than was told. */
  private void tell(ObjectKey key, Wanted each) {
    Input now;
    SourceEvent.Arrived content = each.content;
    if (!options.readsSecretsOf(key.namespace())) {
      now =
          withheld(
              key,
              "is not read: add namespace "
                  + key.namespace()
                  + " to causeway.kubernetes.namespaces");
    } else if (references.isAdministrative(key)) {
      now = content == null ? null : content.object().input();
    } else if (!each.settled) {
      return;
    } else if (each.granted) {
      now = content == null ? null : content.object().input();
    } else {
      now =
          content == null
              ? null
              : withheld(
                  key,
                  "may not be used: "
                      + options.externalCertificateSubject()
                      + " must be allowed to get, list and watch it; bind a Role that allows it");
    }
    if (content != null) {
      state.problems(key, content.object().problems());
    }
    if (!Objects.equals(now, each.told)) {
      each.told = now;
      state.change(now == null ? new InputChange.Remove(key) : new InputChange.Put(now));
    }
  }

  private Input withheld(ObjectKey key, String reason) {
    return new SecretInput(
        key, Metadata.EMPTY, new Origin(server, 0), "kubernetes.io/tls", Map.of(), reason);
  }

  /** A Secret that somebody refers to. */
  private static final class Wanted {
    /** Owners that are told of when the question is answered. */
    private final Map<ObjectKey, InputChange> waiting = new HashMap<>();

    private SourceEvent.@Nullable Arrived content;
    private long version = -1;

    /** A newer version than {@link #content} exists whose data was let go. */
    private boolean stale;

    private @Nullable Input told;

    /** A question was answered once. */
    private boolean settled;

    private boolean granted;
    private boolean asking;
    private boolean askAgain;

    /** When to ask again, or 0. */
    private long askAt;

    /** Takes newer content and returns whether it was newer. */
    boolean take(SourceEvent.Arrived arrived) {
      if (arrived.version() > 0 && arrived.version() <= version) {
        return false;
      }
      content = arrived;
      version = arrived.version();
      return true;
    }
  }
}
