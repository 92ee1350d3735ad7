package dev.causeway.router.config;

import dev.causeway.router.balance.EndpointDirectory;
import dev.causeway.router.health.HealthChecks;
import dev.causeway.router.transport.TlsTreatment;
import dev.causeway.routing.match.RouteIndex;
import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.EndpointSet;
import dev.causeway.routing.model.ErrorPages;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.model.ResourceKind;
import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.Settings;
import dev.causeway.routing.model.TicketKeys;
import dev.causeway.routing.model.TlsSettings;
import dev.causeway.routing.model.TrustBundle;
import dev.causeway.routing.model.Upstream;
import dev.causeway.routing.model.VirtualHost;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Compiles configuration into plans and swaps it in. Work is proportional to what changed, except
 * that new settings, or a changed upstream or trust bundle under an old name, rebuild every host.
 */
public final class RouterConfigActivator implements ConfigActivator {
  /** Kinds that plans copy from; their names change with their content, so this is rare. */
  private static final Set<ResourceKind> COPIED =
      Set.of(ResourceKind.UPSTREAM, ResourceKind.TRUST_BUNDLE, ResourceKind.CERTIFICATE);

  /** A rule keeps its turn as long as route, host and path stay. */
  private record RuleId(String host, String path, String route) {}

  /** What of a rule's plan goes on in the next one, and the checks it asks for. */
  private record Kept(RoutePlan plan, HealthChecks.Watch watch) {}

  private final ConfigHolder holder;
  private final EndpointDirectory directory;
  private final TlsContexts tls;
  private final PlanOptions options;
  private final RouterState state;
  private final Map<RuleId, Kept> kept = new HashMap<>();
  private final Map<String, List<RuleId>> rulesByHost = new HashMap<>();
  private Set<ResourceKey> known = Set.of();

  /**
   * Creates an activator.
   *
   * @param holder where configurations become active
   * @param directory where endpoint sets go
   * @param tls the TLS contexts
   * @param options what this router can do
   * @param state what plans share
   */
  public RouterConfigActivator(
      ConfigHolder holder,
      EndpointDirectory directory,
      TlsContexts tls,
      PlanOptions options,
      RouterState state) {
    this.holder = holder;
    this.directory = directory;
    this.tls = tls;
    this.options = options;
    this.state = state;
  }

  /**
   * Returns the configuration of a router that has received nothing yet: no route matches, no TLS
   * connection is served.
   */
  public static ActiveConfig nothingYet() {
    return new ActiveConfig(
        null, null, emptySettings(""), RouteIndex.empty(), Map.of(), null, null, null);
  }

  /** OKD's defaults, for a shard whose settings have not arrived. */
  private static Settings emptySettings(String shard) {
    return new Settings(
        shard,
        "",
        List.of(),
        false,
        5_000,
        30_000,
        10_000,
        300_000,
        5_000,
        ErrorPages.BUILT_IN,
        TlsSettings.DEFAULT);
  }

  @Override
  public List<ResourceProblem> validate(Resource resource) {
    return switch (resource) {
      case Certificate certificate -> guarded(() -> tls.problems(certificate), "certificate");
      case TrustBundle bundle -> guarded(() -> tls.problems(bundle), "trust bundle");
      case VirtualHost host -> new HostCheck(options).problems(host);
      case EndpointSet set -> EndpointCheck.problems(set);
      case Settings settings -> SettingsCheck.problems(settings);
      case TicketKeys keys -> TicketKeysCheck.problems(keys);
      case Upstream upstream -> List.of();
    };
  }

  private static List<ResourceProblem> guarded(Supplier<List<ResourceProblem>> check, String what) {
    try {
      return check.get();
    } catch (RuntimeException e) {
      String message = what + " does not load: " + e.getClass().getSimpleName();
      return List.of(new ResourceProblem(ResourceProblem.Code.INVALID_VALUE, "", message));
    }
  }

  @Override
  public void activate(ConfigView view) {
    Map<ResourceKey, Resource> resources = view.effectiveConfigResources();
    ActiveConfig before = holder.current();
    Settings settings = settings(resources, before);
    boolean everything = !settings.equals(before.settings()) || replacesWhatPlansCopied(view);
    List<VirtualHost> upserts = new ArrayList<>();
    for (ResourceKey key : everything ? resources.keySet() : view.changed()) {
      if (resources.get(key) instanceof VirtualHost host) {
        upserts.add(host);
      }
    }
    List<String> removed = new ArrayList<>();
    for (ResourceKey key : view.removed()) {
      if (key.kind() == ResourceKind.VIRTUAL_HOST) {
        removed.add(key.name());
      }
    }
    tls.tickets(tickets(settings.shard(), resources));
    PlanCompiler compiler = new PlanCompiler(settings, resources, directory, tls, options, state);
    RouteIndex<RoutePlan> index =
        before
            .index()
            .with(upserts, removed, (host, rule) -> compile(compiler, settings, host, rule))
            .rejecting(view.rejectedHosts());
    ServingCertificates serving = new ServingCertificates(settings, resources, tls);
    holder.swap(
        new ActiveConfig(
            view.offered(),
            view.effective(),
            settings,
            index,
            certificates(before, upserts, removed, serving),
            serving.byDefault(),
            serving.withoutName(),
            state.accessLogs().apply(settings)));
    upserts.forEach(this::forgetOldRules);
    removed.forEach(this::forgetHost);
    forgetUpstreams(view);
    known = Set.copyOf(resources.keySet());
  }

  @Override
  public void endpoints(Collection<EndpointSet> upserts, Collection<String> removedNames) {
    directory.apply(upserts, removedNames);
    List<String> changed = new ArrayList<>(removedNames);
    upserts.forEach(set -> changed.add(set.name()));
    state.checks().endpointsChanged(changed);
  }

  private static Settings settings(Map<ResourceKey, Resource> resources, ActiveConfig before) {
    for (ResourceKey key : resources.keySet()) {
      ResourceKey settings = new ResourceKey(key.shard(), ResourceKind.SETTINGS, Settings.NAME);
      return resources.get(settings) instanceof Settings found ? found : emptySettings(key.shard());
    }
    return before.settings();
  }

  private static @Nullable TicketKeys tickets(String shard, Map<ResourceKey, Resource> resources) {
    ResourceKey key = new ResourceKey(shard, ResourceKind.TICKET_KEYS, TicketKeys.NAME);
    return resources.get(key) instanceof TicketKeys keys ? keys : null;
  }

  /** Whether something that plans hold a copy of changed under a name they know. */
  private boolean replacesWhatPlansCopied(ConfigView view) {
    return view.changed().stream()
        .anyMatch(key -> COPIED.contains(key.kind()) && known.contains(key));
  }

  private RoutePlan compile(PlanCompiler compiler, Settings settings, VirtualHost host, Rule rule) {
    RuleId id = id(host, rule);
    Kept before = kept.get(id);
    RoutePlan plan = compiler.compile(host, rule, before == null ? null : before.plan());
    long interval = settings.balancing().healthCheckIntervalMillis();
    kept.put(id, new Kept(plan, state.checks().watch(plan.watched(interval))));
    if (before != null) {
      before.watch().close();
    }
    return plan;
  }

  private static RuleId id(VirtualHost host, Rule rule) {
    return new RuleId(host.name(), rule.path(), rule.route().toString());
  }

  private void forgetOldRules(VirtualHost host) {
    List<RuleId> now = host.rules().stream().map(rule -> id(host, rule)).toList();
    List<RuleId> before = rulesByHost.put(host.name(), now);
    if (before != null) {
      before.stream().filter(id -> !now.contains(id)).forEach(this::forgetRule);
    }
  }

  private void forgetHost(String name) {
    List<RuleId> before = rulesByHost.remove(name);
    if (before != null) {
      before.forEach(this::forgetRule);
    }
  }

  private void forgetRule(RuleId id) {
    Kept gone = kept.remove(id);
    if (gone != null) {
      gone.watch().close();
    }
  }

  private void forgetUpstreams(ConfigView view) {
    for (ResourceKey key : view.removed()) {
      if (key.kind() == ResourceKind.UPSTREAM) {
        directory.forget(key.name());
      }
    }
  }

  private static Map<String, TlsTreatment.Terminate> certificates(
      ActiveConfig before,
      List<VirtualHost> upserts,
      List<String> removed,
      ServingCertificates serving) {
    Map<String, TlsTreatment.Terminate> after = new HashMap<>(before.certificates());
    removed.forEach(after::remove);
    for (VirtualHost host : upserts) {
      TlsTreatment.Terminate decision = serving.of(host);
      if (decision == null) {
        after.remove(host.name());
      } else {
        after.put(host.name(), decision);
      }
    }
    return Map.copyOf(after);
  }
}
