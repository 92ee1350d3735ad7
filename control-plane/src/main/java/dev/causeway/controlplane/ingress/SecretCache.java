package dev.causeway.controlplane.ingress;

import dev.causeway.manifests.SecretMapping;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.input.Origin;
import dev.causeway.routing.input.SecretInput;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The Secrets that Ingresses refer to; the data of all others is let go where it arrives.
 *
 * <p>Secrets of type TLS are watched; those an Ingress names for a destination CA may be of another
 * type, so each is watched alone. A Secret that something begins to refer to is asked for by name,
 * with {@code list}, which is all the role may do. Thread-safe.
 */
final class SecretCache implements AutoCloseable {
  private static final String TLS = "kubernetes.io/tls";

  private final KubernetesClient client;
  private final Set<String> namespaces;
  private final Consumer<IngressKey> changed;
  private final Map<ObjectKey, Entry> wanted = new HashMap<>();
  private final Map<IngressKey, Set<ObjectKey>> byOwner = new HashMap<>();
  private final Map<IngressKey, ObjectKey> followed = new HashMap<>();
  private final Map<ObjectKey, Watch<Secret>> single = new HashMap<>();
  private final List<Watch<Secret>> watches = new ArrayList<>();

  private static final class Entry {
    private final Set<IngressKey> owners = new HashSet<>();
    private long events;
    private boolean known;
    private @Nullable SecretInput value;
  }

  /**
   * Makes an empty cache; {@link #watch} begins to watch.
   *
   * @param namespaces where Secrets may be read; everywhere if there are none
   * @param changed hears of Ingresses of which a Secret changed
   */
  SecretCache(KubernetesClient client, Set<String> namespaces, Consumer<IngressKey> changed) {
    this.client = client;
    this.namespaces = Set.copyOf(namespaces);
    this.changed = changed;
  }

  /** Begins to watch; returns what completes when all there is has been seen. */
  CompletableFuture<Void> watch() {
    synchronized (this) {
      if (namespaces.isEmpty()) {
        watches.add(
            new Watch<>(
                "Secrets",
                client.secrets().inAnyNamespace().withField("type", TLS),
                SecretCache::bare,
                this::arrived,
                this::gone));
      }
      for (String namespace : new TreeSet<>(namespaces)) {
        watches.add(
            new Watch<>(
                "Secrets in namespace " + namespace,
                client.secrets().inNamespace(namespace).withField("type", TLS),
                SecretCache::bare,
                this::arrived,
                this::gone));
      }
      return CompletableFuture.allOf(
          watches.stream().map(Watch::listed).toArray(CompletableFuture[]::new));
    }
  }

  private static Secret bare(Secret secret) {
    Secret bare = new Secret();
    bare.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(secret.getMetadata().getNamespace())
            .withName(secret.getMetadata().getName())
            .withResourceVersion(secret.getMetadata().getResourceVersion())
            .build());
    return bare;
  }

  private static ObjectKey key(Secret secret) {
    return new ObjectKey(
        InputKind.SECRET, IngressKey.namespace(secret), secret.getMetadata().getName());
  }

  private void arrived(Secret secret) {
    set(key(secret), secret);
  }

  private void gone(Secret secret) {
    set(key(secret), null);
  }

  private void set(ObjectKey key, @Nullable Secret secret) {
    Set<IngressKey> owners;
    synchronized (this) {
      Entry entry = wanted.get(key);
      if (entry == null) {
        return;
      }
      entry.events++;
      entry.known = true;
      entry.value = secret == null ? null : SecretMapping.map(secret, Origin.UNKNOWN);
      owners = Set.copyOf(entry.owners);
    }
    owners.forEach(changed);
  }

  /** Notes that {@code owner} refers to {@code key}, before anything is asked. */
  synchronized void refer(IngressKey owner, ObjectKey key) {
    wanted.computeIfAbsent(key, _ -> new Entry()).owners.add(owner);
    byOwner.computeIfAbsent(owner, _ -> new HashSet<>()).add(key);
  }

  /**
   * Returns a Secret that {@code owner} refers to, or null where there is none.
   *
   * @throws IngressFailure if Secrets of that namespace may not be read
   */
  @Nullable SecretInput get(IngressKey owner, ObjectKey key) {
    if (!namespaces.isEmpty() && !namespaces.contains(key.namespace())) {
      throw new IngressFailure(
          "Secrets of namespace "
              + key.namespace()
              + " are not read; add it to causeway.kubernetes.namespaces");
    }
    long events;
    synchronized (this) {
      refer(owner, key);
      Entry entry = wanted.get(key);
      if (entry != null && entry.known) {
        return entry.value;
      }
      events = entry == null ? 0 : entry.events;
    }
    List<Secret> found =
        client
            .secrets()
            .inNamespace(key.namespace())
            .withField("metadata.name", key.name())
            .list()
            .getItems();
    SecretInput value =
        found.isEmpty() ? null : SecretMapping.map(found.getFirst(), Origin.UNKNOWN);
    synchronized (this) {
      Entry entry = wanted.get(key);
      if (entry != null && entry.events == events) {
        // What a watch told meanwhile is newer. What is absent is asked for again next time: only
        // Secrets of type TLS would be heard of.
        entry.known = value != null && value.type().equals(TLS);
        entry.value = value;
      }
    }
    return value;
  }

  /**
   * Notes all that {@code owner} refers to from now on.
   *
   * @param alone a Secret of any type to watch, or null
   */
  void settle(IngressKey owner, Set<ObjectKey> references, @Nullable ObjectKey alone) {
    List<Watch<Secret>> ended = new ArrayList<>();
    synchronized (this) {
      Set<ObjectKey> before = byOwner.getOrDefault(owner, Set.of());
      for (ObjectKey key : Set.copyOf(before)) {
        if (!references.contains(key) && !key.equals(alone)) {
          before.remove(key);
          Entry entry = wanted.get(key);
          if (entry != null && entry.owners.remove(owner) && entry.owners.isEmpty()) {
            wanted.remove(key);
          }
        }
      }
      if (before.isEmpty()) {
        byOwner.remove(owner);
      }
      if (alone == null) {
        followed.remove(owner);
      } else {
        refer(owner, alone);
        followed.put(owner, alone);
        single.computeIfAbsent(alone, this::watchAlone);
      }
      for (ObjectKey key : Set.copyOf(single.keySet())) {
        if (!followed.containsValue(key)) {
          Watch<Secret> watch = single.remove(key);
          if (watch != null) {
            ended.add(watch);
          }
        }
      }
    }
    ended.forEach(Watch::close);
  }

  private Watch<Secret> watchAlone(ObjectKey key) {
    return new Watch<>(
        key.toString(),
        client.secrets().inNamespace(key.namespace()).withField("metadata.name", key.name()),
        SecretCache::bare,
        this::arrived,
        this::gone);
  }

  @Override
  public void close() {
    List<Watch<Secret>> ended;
    synchronized (this) {
      ended = new ArrayList<>(watches);
      ended.addAll(single.values());
      watches.clear();
      single.clear();
    }
    ended.forEach(Watch::close);
  }
}
