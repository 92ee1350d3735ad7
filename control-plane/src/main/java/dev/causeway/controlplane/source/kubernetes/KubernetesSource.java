package dev.causeway.controlplane.source.kubernetes;

import dev.causeway.controlplane.source.ClusterSource;
import dev.causeway.controlplane.source.SourceListener;
import dev.causeway.manifests.ObjectReader;
import dev.causeway.routing.input.IngressControllerInput;
import dev.causeway.routing.input.Input;
import dev.causeway.routing.input.InputChange;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.ObjectKey;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a cluster through its API and tells what changes in it.
 *
 * <p>Nothing is told before every resource was listed once and every object of those lists was
 * mapped. Secrets are listed last: by then it is known which of them are referred to, and the data
 * of all others is let go where it arrives. A Route that begins to refer to a Secret is told of
 * together with that Secret, so that it is not rejected in between.
 *
 * <p>An object that cannot be mapped is treated as absent, and reported: what is published is a
 * function of what the cluster holds, not of what it held when this process started.
 */
public final class KubernetesSource implements ClusterSource {
  private static final Logger LOG = LoggerFactory.getLogger(KubernetesSource.class);
  private static final String TLS = "kubernetes.io/tls";
  private static final long TICK_MILLIS = 250;
  private static final long CONFIRM_NANOS = Duration.ofSeconds(10).toNanos();

  /** Events taken together, so that what goes on is told even if it never stops. */
  private static final int BATCH = 10_000;

  private final KubernetesClient client;
  private final KubernetesSourceOptions options;
  private final SourceListener listener;
  private final String server;
  private final ClusterFailure failures;
  private final ObjectReader reader = new ObjectReader();
  private final BlockingQueue<SourceEvent> events = new LinkedBlockingQueue<>();
  private final SecretReferences references;
  private final SecretInquiry inquiry;
  private final Thread thread;
  private volatile boolean closed;

  // Below: the thread of this source only.
  private final ClusterState state = new ClusterState();
  private final List<ObjectWatch> watches = new ArrayList<>();
  private final Map<ObjectKey, ObjectWatch> single = new HashMap<>();
  private final SecretKeeper secrets;
  private final Map<ObjectKey, Set<ObjectKey>> configMaps = new HashMap<>();
  private boolean secretsListed;
  private boolean secretsStarted;
  private boolean told;
  private String trouble = "";
  private long confirmed = System.nanoTime();

  /**
   * Makes a source; {@link #start} begins to read.
   *
   * @param client client of the cluster, which stays the caller's
   * @param options what to read
   * @param listener hears of changes
   */
  public KubernetesSource(
      KubernetesClient client, KubernetesSourceOptions options, SourceListener listener) {
    this.client = client;
    this.options = options;
    this.listener = listener;
    this.server = client.getMasterUrl().toString().replaceFirst("/$", "");
    this.failures = new ClusterFailure(server);
    this.references = new SecretReferences(options.operandNamespace(), options.ownSecrets());
    this.inquiry =
        new SecretInquiry(
            client, server, options.externalCertificateSubject(), failures, events::add);
    this.secrets = new SecretKeeper(options, server, references, inquiry, state);
    this.thread = Thread.ofPlatform().name("kubernetes-source").daemon().unstarted(this::run);
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public String description() {
    return "the cluster at " + server;
  }

  private void run() {
    try {
      watch(WatchedKind.ROUTES, "", objects(WatchedKind.ROUTES).inAnyNamespace());
      watch(
          WatchedKind.INGRESS_CONTROLLERS,
          " in namespace " + options.controllerNamespace(),
          objects(WatchedKind.INGRESS_CONTROLLERS).inNamespace(options.controllerNamespace()));
      watch(WatchedKind.NAMESPACES, "", objects(WatchedKind.NAMESPACES));
      watch(WatchedKind.SERVICES, "", objects(WatchedKind.SERVICES).inAnyNamespace());
      watch(WatchedKind.ENDPOINT_SLICES, "", objects(WatchedKind.ENDPOINT_SLICES).inAnyNamespace());
      options.ownSecrets().forEach(this::watchSecret);
      options.ownConfigMaps().forEach(this::watchConfigMap);
      while (!closed) {
        try {
          SourceEvent event = events.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
          for (int taken = 0; event != null && taken < BATCH; taken++) {
            apply(event);
            event = events.poll();
          }
          if (event != null) {
            apply(event);
          }
          look();
          tell();
        } catch (RuntimeException | StackOverflowError e) {
          if (!closed) {
            // A thread that died here would leave the cluster unread without anybody knowing.
            LOG.error("reading {} failed, which is a bug; it goes on", server, e);
          }
        }
      }
    } catch (InterruptedException e) {
      // Closed while waiting.
    } finally {
      watches.forEach(ObjectWatch::close);
      single.values().forEach(ObjectWatch::close);
    }
  }

  private MixedOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      objects(WatchedKind kind) {
    return client.genericKubernetesResources(kind.context());
  }

  private void watch(
      WatchedKind kind, String scope, Informable<GenericKubernetesResource> objects) {
    ObjectWatch watch = make(kind, scope, objects);
    watches.add(watch);
    watch.start();
  }

  private ObjectWatch make(
      WatchedKind kind, String scope, Informable<GenericKubernetesResource> objects) {
    return new ObjectWatch(
        kind, scope, objects, failures, object -> read(kind, object), events::add);
  }

  /** Makes an event of an object; on a thread of the client. */
  private SourceEvent read(WatchedKind kind, GenericKubernetesResource object) {
    ObjectKey key = kind.key(object);
    long version = ObjectWatch.version(object);
    return kind == WatchedKind.SECRETS && !references.wants(key)
        ? new SourceEvent.LetGo(key, version)
        : new SourceEvent.Arrived(key, reader.read(kind.input(), object, server), version);
  }

  private void apply(SourceEvent event) {
    switch (event) {
      case SourceEvent.Arrived arrived -> {
        if (arrived.key().kind() == InputKind.SECRET) {
          secrets.arrived(arrived);
        } else {
          object(arrived);
        }
        state.read(arrived.key(), arrived.version());
      }
      case SourceEvent.LetGo letGo -> {
        secrets.letGo(letGo);
        state.read(letGo.key(), letGo.version());
      }
      case SourceEvent.Gone gone -> {
        if (gone.key().kind() == InputKind.SECRET) {
          secrets.gone(gone);
        } else {
          state.problems(gone.key(), List.of());
          secrets.owner(new InputChange.Remove(gone.key()), null);
          followDefaultCertificate(gone.key(), null);
          followConfigMaps(gone.key(), null);
        }
        state.read(gone.key(), gone.version());
      }
      case SourceEvent.Answered answered -> secrets.answered(answered);
      case SourceEvent.Listed listed -> listed.watch().listed();
      case SourceEvent.Stirred() -> {}
    }
  }

  private void object(SourceEvent.Arrived arrived) {
    ObjectKey key = arrived.key();
    state.problems(key, arrived.object().problems());
    Input input = arrived.object().input();
    if (input == null) {
      secrets.owner(new InputChange.Remove(key), null);
      followDefaultCertificate(key, null);
      followConfigMaps(key, null);
    } else {
      ObjectKey secret = references.of(input);
      secrets.owner(new InputChange.Put(input), secret);
      followDefaultCertificate(key, secret);
      followConfigMaps(key, input);
    }
  }

  /** A default certificate may be of any type, so that the watch by type need not show it. */
  private void followDefaultCertificate(ObjectKey owner, @Nullable ObjectKey secret) {
    if (owner.kind() != InputKind.INGRESS_CONTROLLER) {
      return;
    }
    for (ObjectKey each : Set.copyOf(single.keySet())) {
      if (each.kind() == InputKind.SECRET && !references.isAdministrative(each)) {
        Objects.requireNonNull(single.remove(each)).close();
      }
    }
    if (secret != null) {
      watchSecret(secret);
    }
  }

  private void watchSecret(ObjectKey secret) {
    watchSingle(WatchedKind.SECRETS, secret);
  }

  private void watchConfigMap(ObjectKey map) {
    watchSingle(WatchedKind.CONFIG_MAPS, map);
  }

  /** Watches the ConfigMaps that IngressControllers and the installation name, and no others. */
  private void followConfigMaps(ObjectKey owner, @Nullable Input input) {
    if (owner.kind() != InputKind.INGRESS_CONTROLLER) {
      return;
    }
    Set<ObjectKey> named = new HashSet<>();
    if (input instanceof IngressControllerInput controller) {
      for (String name :
          List.of(controller.clientTls().authority(), controller.httpHeaders().errorPages())) {
        if (!name.isEmpty()) {
          named.add(new ObjectKey(InputKind.CONFIG_MAP, options.clientAuthorityNamespace(), name));
        }
      }
    }
    configMaps.put(owner, named);
    named.forEach(this::watchConfigMap);
    for (ObjectKey each : Set.copyOf(single.keySet())) {
      if (each.kind() == InputKind.CONFIG_MAP
          && !options.ownConfigMaps().contains(each)
          && configMaps.values().stream().noneMatch(all -> all.contains(each))) {
        Objects.requireNonNull(single.remove(each)).close();
        state.problems(each, List.of());
        state.change(new InputChange.Remove(each));
      }
    }
  }

  private void watchSingle(WatchedKind kind, ObjectKey key) {
    if (!single.containsKey(key)) {
      ObjectWatch watch =
          make(
              kind,
              " " + key.namespace() + "/" + key.name(),
              objects(kind).inNamespace(key.namespace()).withName(key.name()));
      single.put(key, watch);
      watch.start();
    }
  }

  /** Looks what is up and what is to be done about it. */
  private void look() {
    long now = System.nanoTime();
    if (!secretsStarted && watches.stream().allMatch(ObjectWatch::isListed)) {
      secretsStarted = true;
      watchSecrets();
    } else if (secretsStarted
        && !secretsListed
        && watches.stream().allMatch(ObjectWatch::isListed)) {
      secretsListed = true;
      secrets.listed();
    }
    secrets.tick(now);
    String worst = "";
    for (ObjectWatch watch : everyWatch()) {
      String each = watch.trouble(now, options.grace().toNanos());
      worst = worst.isEmpty() ? each : worst;
    }
    if (!worst.equals(trouble)) {
      trouble = worst;
      if (worst.isEmpty()) {
        LOG.info("{} is read again", server);
        confirmed = now - CONFIRM_NANOS;
      } else {
        tellTrouble();
      }
    }
  }

  private void tellTrouble() {
    listener.unreadable(trouble + (told ? "; what was read last stays in force" : "; trying on"));
  }

  private List<ObjectWatch> everyWatch() {
    List<ObjectWatch> every = new ArrayList<>(watches);
    every.addAll(single.values());
    return every;
  }

  private boolean isListed(ObjectKey key) {
    ObjectWatch watch = single.get(key);
    return watch != null && watch.isListed();
  }

  private void watchSecrets() {
    if (options.secretNamespaces().isEmpty()) {
      watch(
          WatchedKind.SECRETS,
          "",
          objects(WatchedKind.SECRETS).inAnyNamespace().withField("type", TLS));
    }
    for (String namespace : new TreeSet<>(options.secretNamespaces())) {
      watch(
          WatchedKind.SECRETS,
          " in namespace " + namespace,
          objects(WatchedKind.SECRETS).inNamespace(namespace).withField("type", TLS));
    }
  }

  private void tell() {
    if (!told
        && (!secretsListed
            || secrets.isAsking()
            || !single.keySet().stream()
                .filter(key -> key.kind() == InputKind.CONFIG_MAP)
                .allMatch(this::isListed))) {
      return;
    }
    if (!told || state.hasNews()) {
      listener.changed(state.take());
      told = true;
      if (!trouble.isEmpty()) {
        tellTrouble(); // a change of one kind does not mean that all can be read
      }
    } else if (trouble.isEmpty() && System.nanoTime() - confirmed >= CONFIRM_NANOS) {
      listener.current();
    } else {
      return;
    }
    confirmed = System.nanoTime();
  }

  /** Stops reading and waits for the thread to end. */
  @Override
  public void close() {
    closed = true;
    inquiry.close();
    thread.interrupt();
    try {
      if (thread.isAlive() && !Thread.currentThread().equals(thread)) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
