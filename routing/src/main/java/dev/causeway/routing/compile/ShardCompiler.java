package dev.causeway.routing.compile;

import dev.causeway.routing.admission.ExternalCertificate;
import dev.causeway.routing.admission.Intake;
import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.admission.ShardPolicy;
import dev.causeway.routing.admission.Verdict;
import dev.causeway.routing.input.EndpointSliceInput;
import dev.causeway.routing.input.IngressControllerInput;
import dev.causeway.routing.input.InputChange;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.input.RouteInput;
import dev.causeway.routing.input.ServiceInput;
import dev.causeway.routing.model.ClientAuth;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.model.ResourceKind;
import dev.causeway.routing.model.TicketKeys;
import dev.causeway.routing.model.Upstream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the inputs of one shard, incrementally: the work of a round is proportional to what its
 * changes touch, and the state after any sequence of rounds equals that of one round over the same
 * inputs in any order; with one exception, {@link ServiceAuthorities} that became unreadable, which
 * stay as they were.
 *
 * <p>Not thread-safe; one thread owns an instance.
 */
public final class ShardCompiler {
  private final CompileOptions options;
  private final InputStore store = new InputStore();
  private final PemCache pems;
  private final TrackedMap<ResourceKey, Resource> published = new TrackedMap<>();
  private final SharedResources shared = new SharedResources(published);
  private final Outcomes outcomes = new Outcomes();
  private final EndpointFeed feed;
  private final HostCompiler hosts;
  private final RouteAssessor assessor;
  private final HostGroups groups = new HostGroups();
  private final Map<ObjectKey, RouteState> claiming = new HashMap<>();
  private final Set<ObjectKey> routes = new HashSet<>();
  private final Index<ObjectKey, ObjectKey> routesBySecret = new Index<>();
  private ShardPolicy policy;
  private @Nullable ShardSettings settings;
  private @Nullable IngressControllerInput controller;
  private ServiceAuthorities services = ServiceAuthorities.NONE;

  /** A compiler without any input yet; its resources appear with the first round. */
  public ShardCompiler(CompileOptions options) {
    this(options, new PemCache());
  }

  /**
   * A compiler that takes the place of another one.
   *
   * @param before the other one, whose authorities of Services stay in force where what stands in
   *     their ConfigMap now cannot be read; null for none
   */
  public ShardCompiler(CompileOptions options, @Nullable ShardCompiler before) {
    this(options);
    if (before != null) {
      services = before.services;
    }
  }

  ShardCompiler(CompileOptions options, PemCache pems) {
    this.options = options;
    this.pems = pems;
    this.policy = ShardPolicy.of(options.shard(), options.domain(), null);
    this.feed = new EndpointFeed(options.shard(), options.allowLoopbackEndpoints());
    this.assessor = new RouteAssessor(options, store::secret, pems);
    this.hosts = new HostCompiler(options.shard(), assessor, shared, published, outcomes);
  }

  /**
   * Takes changes in and compiles what they touch. Of several changes of one object the last
   * counts; values equal to those already known are dropped.
   *
   * @return what differs from the round before
   */
  public CompileUpdate apply(Collection<InputChange> changes) {
    Set<ObjectKey> dirtyRoutes = new TreeSet<>();
    boolean settingsDirty = settings == null;
    boolean ticketsDirty = false;
    boolean servicesDirty = settings == null;
    ObjectKey ticketSecret = ShardTickets.secretOf(options);
    for (InputStore.Change change : store.apply(changes)) {
      ObjectKey key = change.key();
      switch (key.kind()) {
        case ROUTE -> {
          index(change);
          dirtyRoutes.add(key);
        }
        case NAMESPACE -> dirtyRoutes.addAll(store.routesOf(key.name()));
        case SECRET -> {
          routesBySecret.get(key).forEach(this::reassess);
          settingsDirty |= key.equals(ShardSettings.secretOf(options, controller));
          ticketsDirty |= key.equals(ticketSecret);
        }
        case SERVICE ->
            feed.service(
                as(ServiceInput.class, change.old()), as(ServiceInput.class, change.now()));
        case ENDPOINT_SLICE -> slice(change);
        case INGRESS_CONTROLLER -> settingsDirty |= key.name().equals(options.shard());
        case CONFIG_MAP -> {
          servicesDirty |= key.equals(options.serviceCa());
          settingsDirty |=
              key.equals(ShardClientAuth.configMapOf(options, controller))
                  || key.equals(ShardPages.configMapOf(options, controller));
        }
        case REVOCATION_LIST -> settingsDirty |= controller != null;
        case EPOCH -> ticketsDirty = true;
      }
    }
    if (settingsDirty && adopt(store.controller(options.shard()))) {
      dirtyRoutes.addAll(routes);
    }
    if (servicesDirty) {
      compileServiceAuthorities();
    }
    if (settingsDirty) {
      compileSettings();
    }
    dirtyRoutes.forEach(this::takeIn);
    for (String name : groups.contest(policy.interNamespace())) {
      hosts.compile(name, groups.servedAs(name));
    }
    if (settingsDirty || ticketsDirty) {
      compileTickets();
    }
    return drain();
  }

  private static <T> @Nullable T as(Class<T> type, @Nullable Object value) {
    return type.isInstance(value) ? type.cast(value) : null;
  }

  private void index(InputStore.Change change) {
    if (change.now() == null) {
      routes.remove(change.key());
    } else {
      routes.add(change.key());
    }
    if (change.old() instanceof RouteInput old) {
      ObjectKey secret = ExternalCertificate.secretOf(old);
      if (secret != null) {
        routesBySecret.remove(secret, old.key());
      }
    }
    if (change.now() instanceof RouteInput now) {
      ObjectKey secret = ExternalCertificate.secretOf(now);
      if (secret != null) {
        routesBySecret.add(secret, now.key());
      }
    }
  }

  private void slice(InputStore.Change change) {
    EndpointSliceInput now = as(EndpointSliceInput.class, change.now());
    feed.slice(as(EndpointSliceInput.class, change.old()), now);
    outcomes.notices(change.key(), now == null ? List.of() : feed.notices(now));
  }

  /** Returns whether Routes have to be taken in again. */
  private boolean adopt(@Nullable IngressControllerInput now) {
    if (controller != null && (now == null || !now.key().equals(controller.key()))) {
      outcomes.notices(controller.key(), List.of());
    }
    controller = now;
    ShardPolicy before = policy;
    policy = ShardPolicy.of(options.shard(), options.domain(), now);
    if (before.interNamespace() != policy.interNamespace()) {
      groups.touchEverything();
    }
    return !before.equals(policy);
  }

  private void reassess(ObjectKey route) {
    RouteState state = claiming.get(route);
    if (state != null) {
      state.reassess();
      groups.rebuild(state);
    }
  }

  private void takeIn(ObjectKey key) {
    RouteInput route = store.route(key);
    Intake intake =
        route == null
            ? new Intake.NotSelected()
            : Intake.of(route, store.namespaceLabels(key.namespace()), policy);
    RouteState before = claiming.get(key);
    if (intake instanceof Intake.Claiming same
        && before != null
        && before.claim().equals(same.claim())) {
      return;
    }
    if (before != null) {
      claiming.remove(key);
      groups.remove(before);
    }
    switch (intake) {
      case Intake.NotSelected() -> outcomes.forget(key);
      case Intake.Refused refused ->
          outcomes.verdict(
              Outcomes.verdict(
                  options.shard(), refused.route(), refused.host(), refused.rejection()),
              List.of());
      case Intake.Claiming now -> {
        RouteState state = new RouteState(now.claim());
        claiming.put(key, state);
        groups.add(state);
      }
    }
  }

  private void compileSettings() {
    ShardSettings now = ShardSettings.of(options, policy, controller, store, pems);
    settings = now;
    if (assessor.adopt(now.routeDefaults(), now.requiredForHttp(), now.requiredForTls())) {
      claiming.keySet().forEach(this::reassess);
    }
    published.put(now.settings().key(), now.settings());
    List<Resource> needs = new ArrayList<>(now.certificates());
    if (now.clientAuthorities() != null) {
      needs.add(now.clientAuthorities());
    }
    shared.use("settings", needs);
    if (controller != null) {
      outcomes.notices(controller.key(), now.notices());
    }
  }

  private void compileServiceAuthorities() {
    ServiceAuthorities now = ServiceAuthorities.of(options, store, services);
    boolean differs = !now.verifiesLike(services);
    services = now;
    assessor.adopt(now);
    if (differs) {
      claiming.forEach(
          (key, state) -> {
            if (RouteAssessor.trustsServices(state.claim().route())) {
              reassess(key);
            }
          });
    }
    if (now.configMap() != null) {
      outcomes.notices(now.configMap(), now.notices());
    }
  }

  private void compileTickets() {
    ObjectKey secret = ShardTickets.secretOf(options);
    if (secret == null) {
      return;
    }
    ClientAuth clients = settings == null ? null : settings.settings().tls().clientAuth();
    ShardTickets now =
        ShardTickets.of(
            options,
            store.secret(secret),
            store.epoch(),
            clients == null ? "" : clients.identity());
    TicketKeys keys = now.keys();
    if (keys == null) {
      published.remove(new ResourceKey(options.shard(), ResourceKind.TICKET_KEYS, TicketKeys.NAME));
    } else {
      published.put(keys.key(), keys);
    }
    outcomes.notices(secret, now.notices());
  }

  private CompileUpdate drain() {
    TrackedMap.Changes<ResourceKey, Resource> config = published.drain();
    for (ResourceKey key : config.removals()) {
      if (key.kind() == ResourceKind.UPSTREAM) {
        feed.upstreamRemoved(key.name());
      }
    }
    for (Resource resource : config.puts().values()) {
      if (resource instanceof Upstream upstream) {
        feed.upstreamAdded(upstream);
      }
    }
    TrackedMap.Changes<ResourceKey, Resource> endpoints = feed.drain();
    List<Resource> upserts = new ArrayList<>(config.puts().values());
    upserts.addAll(endpoints.puts().values());
    Set<ResourceKey> removals = new HashSet<>(config.removals());
    removals.addAll(endpoints.removals());
    TrackedMap.Changes<ObjectKey, Verdict> verdicts = outcomes.drainVerdicts();
    return new CompileUpdate(
        upserts, removals, verdicts.puts(), verdicts.removals(), outcomes.drainNotices());
  }

  /** Returns the current verdict of every selected Route. */
  public Map<ObjectKey, Verdict> verdicts() {
    return Map.copyOf(outcomes.verdicts());
  }

  /** Returns the current notices of every object that has any. */
  public Map<ObjectKey, List<Notice>> notices() {
    return Map.copyOf(outcomes.notices());
  }

  /** Returns all current resources of both lanes. */
  public Collection<Resource> resources() {
    List<Resource> all = new ArrayList<>(published.view().values());
    all.addAll(feed.sets());
    return List.copyOf(all);
  }
}
