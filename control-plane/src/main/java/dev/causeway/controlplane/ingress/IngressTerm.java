package dev.causeway.controlplane.ingress;

import dev.causeway.controlplane.work.KeyQueue;
import dev.causeway.manifests.ingress.IngressClaim;
import dev.causeway.manifests.ingress.IngressConversion;
import dev.causeway.manifests.ingress.IngressConverter;
import dev.causeway.manifests.ingress.IngressOwner;
import dev.causeway.manifests.ingress.IngressReferences;
import dev.causeway.manifests.ingress.IngressRemark;
import dev.causeway.manifests.ingress.RouteChanges;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.input.SecretInput;
import dev.causeway.routing.input.ServiceInput;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressLoadBalancerIngress;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.openshift.api.model.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work of one leader, from gaining the Lease to losing it: compares the Routes of every Ingress
 * that is ours with what they should be, and writes what differs.
 *
 * <p>Nothing is compared before everything was seen once: a Secret or Service that is merely not
 * known yet would look as if it were gone, and Routes are deleted for that. One Ingress is looked
 * at by one worker at a time; what fails is tried again, later each time, and holds up no other.
 */
final class IngressTerm implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IngressTerm.class);
  private static final String FAILED = "FailedIngressToRouteConversion";
  private static final int MAX_DOUBLINGS = 8;

  /** How long a Route that was created may be missing in the watch (IN-030). */
  private static final Duration AWAITED = Duration.ofSeconds(2);

  private final IngressRole.Options options;
  private final RouteWriter writer;
  private final IngressEvents events;
  private final KeyQueue<IngressKey> queue = new KeyQueue<>();
  private final ClusterObjects objects;
  private final SecretCache secrets;
  private final Map<IngressKey, Integer> failures = new ConcurrentHashMap<>();
  private final Map<IngressKey, Set<String>> withdrawn = new ConcurrentHashMap<>();
  private final Map<RouteName, Long> created = new ConcurrentHashMap<>();
  private final List<Thread> threads = new ArrayList<>();

  private record RouteName(IngressKey ingress, String name) {
    static RouteName of(IngressKey ingress, Route route) {
      return new RouteName(ingress, route.getMetadata().getName());
    }
  }

  /** Makes a term and begins to watch; {@link #start} begins to write. */
  IngressTerm(
      KubernetesClient client,
      IngressRole.Options options,
      RouteWriter writer,
      IngressEvents events,
      IngressGauges gauges) {
    this.options = options;
    this.writer = writer;
    this.events = events;
    this.secrets = new SecretCache(client, options.secretNamespaces(), queue::add);
    this.objects = new ClusterObjects(client, options.ingresses(), queue::add, gauges);
  }

  void start() {
    threads.add(Thread.ofVirtual().name("ingress-start").start(this::begin));
  }

  private void begin() {
    try {
      objects.listed().get();
      // What Ingresses refer to is known before Secrets are listed, so that their data is kept.
      for (IngressKey key : objects.ingresses()) {
        Ingress ingress = objects.ingress(key);
        if (ingress != null) {
          IngressConverter.convert(ingress, new Lookup(key, true), options.ingresses());
        }
      }
      secrets.watch().get();
      LOG.info("Ingresses are turned into Routes: {} known", objects.ingresses().size());
      synchronized (this) {
        for (int i = 0; i < options.parallelism() && !Thread.interrupted(); i++) {
          threads.add(Thread.ofVirtual().name("ingress-" + i).start(this::work));
        }
      }
    } catch (InterruptedException e) {
      // The term ended.
    } catch (ExecutionException e) {
      throw new IllegalStateException("a list never fails, it is tried again", e);
    }
  }

  private void work() {
    try {
      while (true) {
        IngressKey key = queue.take();
        try {
          process(key);
          failures.remove(key);
        } catch (RouteWriter.NotLeadingException e) {
          // The successor sees to it.
        } catch (RuntimeException e) {
          failed(key, e);
        } finally {
          queue.done(key);
        }
      }
    } catch (InterruptedException e) {
      // The term ended.
    }
  }

  private void failed(IngressKey key, RuntimeException failure) {
    int times = failures.merge(key, 1, Integer::sum);
    Duration delay = options.retry().multipliedBy(1L << Math.min(times - 1, MAX_DOUBLINGS));
    queue.addLater(key, delay);
    if (IngressFailure.isConflict(failure)) {
      return;
    }
    String sentence = IngressFailure.sentence(failure);
    if (times == 1) {
      LOG.warn("{} cannot be turned into Routes, tried again: {}", key, sentence);
    }
    Ingress ingress = objects.ingress(key);
    if (ingress != null) {
      events.tell(ingress, "Warning", FAILED, sentence);
    }
  }

  private void process(IngressKey key) {
    Ingress ingress = objects.ingress(key);
    if (ingress == null || ingress.getMetadata().getDeletionTimestamp() != null) {
      // Its Routes go with it, by their owner references.
      forget(key);
      return;
    }
    IngressConversion conversion =
        IngressConverter.convert(ingress, new Lookup(key, false), options.ingresses());
    objects.settle(key, conversion.references());
    secrets.settle(key, conversion.references(), alone(key, ingress, conversion));
    if (conversion.claim() != IngressClaim.CLAIMED) {
      // Routes it had stay as they are (IN-003).
      events.forget(key);
      return;
    }
    write(key, ingress, conversion);
    events.over(key, FAILED);
    remarks(ingress, conversion);
  }

  private static @Nullable ObjectKey alone(
      IngressKey key, Ingress ingress, IngressConversion conversion) {
    String name = IngressConverter.destinationCaSecret(ingress);
    ObjectKey of =
        name == null || name.isEmpty()
            ? null
            : new ObjectKey(InputKind.SECRET, key.namespace(), name);
    return of != null && conversion.references().contains(of) ? of : null;
  }

  private void forget(IngressKey key) {
    objects.settle(key, Set.of());
    secrets.settle(key, Set.of(), null);
    events.forget(key);
    failures.remove(key);
    withdrawn.remove(key);
    created.keySet().removeIf(name -> name.ingress.equals(key));
  }

  /** Does all it can, and fails at the end with the first of what it could not. */
  private void write(IngressKey key, Ingress ingress, IngressConversion conversion) {
    List<Route> owned =
        objects.routes(key).stream().filter(route -> IngressOwner.owns(ingress, route)).toList();
    RouteChanges changes = RouteChanges.of(ingress, conversion, owned);
    List<RuntimeException> failed = new ArrayList<>();
    owned.forEach(route -> created.remove(RouteName.of(key, route)));
    for (Route route : changes.creates()) {
      attempt(failed, () -> create(key, ingress, route));
    }
    for (Route route : changes.updates()) {
      attempt(failed, () -> writer.update(route));
    }
    for (Route route : changes.deletes()) {
      attempt(
          failed,
          () -> {
            writer.delete(route);
            withdrawn
                .computeIfAbsent(key, _ -> new HashSet<>())
                .addAll(IngressStatusHosts.admitting(List.of(route)));
          });
    }
    attempt(failed, () -> status(key, ingress, changes.kept()));
    if (!failed.isEmpty()) {
      throw failed.stream()
          .filter(each -> !IngressFailure.isConflict(each))
          .findFirst()
          .orElse(failed.getFirst());
    }
  }

  private void create(IngressKey key, Ingress ingress, Route route) {
    RouteName name = RouteName.of(key, route);
    long now = System.nanoTime();
    Long before = created.get(name);
    if (before != null && now - before < AWAITED.toNanos()) {
      queue.addLater(key, AWAITED);
      return;
    }
    writer.create(ingress, route);
    created.put(name, now);
  }

  private static void attempt(List<RuntimeException> failed, Runnable write) {
    try {
      write.run();
    } catch (RouteWriter.NotLeadingException e) {
      throw e;
    } catch (RuntimeException e) {
      failed.add(e);
    }
  }

  private void status(IngressKey key, Ingress ingress, List<Route> kept) {
    List<IngressLoadBalancerIngress> entries =
        IngressStatusHosts.change(
            ingress, withdrawn.getOrDefault(key, Set.of()), IngressStatusHosts.admitting(kept));
    if (entries != null) {
      writer.status(ingress, entries);
    }
    withdrawn.remove(key);
  }

  /** One Event for each kind of remark, as OKD has it (IN-008, IN-015). */
  private void remarks(Ingress ingress, IngressConversion conversion) {
    for (IngressRemark.Kind kind : IngressRemark.Kind.values()) {
      Set<String> texts =
          conversion.remarks().stream()
              .filter(remark -> remark.kind() == kind)
              .map(IngressRemark::text)
              .collect(Collectors.toCollection(LinkedHashSet::new));
      if (!kind.reason().isEmpty()) {
        if (texts.isEmpty()) {
          events.over(IngressKey.of(ingress), kind.reason());
        } else {
          events.tell(ingress, "Normal", kind.reason(), String.join("; ", texts));
        }
      }
    }
  }

  /** Stops watching and writing; returns when nothing is written any more. */
  @Override
  public void close() {
    List<Thread> all;
    synchronized (this) {
      all = List.copyOf(threads);
      all.forEach(Thread::interrupt);
    }
    objects.close();
    secrets.close();
    try {
      for (Thread thread : all) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Lookup implements IngressReferences {
    private final IngressKey owner;
    private final boolean ahead;

    /**
     * Makes a look-up.
     *
     * @param ahead whether Secrets are only noted, because none is known yet
     */
    Lookup(IngressKey owner, boolean ahead) {
      this.owner = owner;
      this.ahead = ahead;
    }

    @Override
    public @Nullable String controllerOf(String ingressClass) {
      return objects.controllerOf(ingressClass);
    }

    @Override
    public @Nullable ServiceInput service(String namespace, String name) {
      return objects.service(owner, new ObjectKey(InputKind.SERVICE, namespace, name));
    }

    @Override
    public @Nullable SecretInput secret(String namespace, String name) {
      ObjectKey key = new ObjectKey(InputKind.SECRET, namespace, name);
      if (ahead) {
        secrets.refer(owner, key);
        return null;
      }
      return secrets.get(owner, key);
    }
  }
}
