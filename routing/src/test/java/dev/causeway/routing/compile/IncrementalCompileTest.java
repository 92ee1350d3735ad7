package dev.causeway.routing.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.admission.Reason;
import dev.causeway.routing.admission.RouteAge;
import dev.causeway.routing.admission.Verdict;
import dev.causeway.routing.given.Given;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.input.RouteInput;
import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.EndpointSet;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.Settings;
import dev.causeway.routing.model.TicketKeys;
import dev.causeway.routing.model.TrustBundle;
import dev.causeway.routing.model.Upstream;
import dev.causeway.routing.model.UpstreamTls;
import dev.causeway.routing.model.VirtualHost;
import dev.causeway.testkit.Behaviour;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Histories are reproducible by their seed, which every failure names. */
class IncrementalCompileTest {
  private static final int HISTORIES = 200;
  private static final int STEPS = 24;
  private static final RandomHistory.Certificates CERTIFICATES = RandomHistory.Certificates.make();

  /** Reading certificates is a pure function: sharing its results saves most of the time. */
  private final PemCache pems = new PemCache();

  @Test
  @Behaviour({"HO-013", "RT-090", "HO-012"})
  void stateAfterAnyHistoryEqualsAFreshCompileInAnyOrder() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      RandomHistory history = new RandomHistory(seed, CERTIFICATES);
      ShardCompiler incremental = new ShardCompiler(Given.OPTIONS, pems);
      Replica replica = new Replica();
      for (int step = 0; step < STEPS; step++) {
        replica.follow(incremental.apply(history.step()));
        ShardCompiler fresh = new ShardCompiler(Given.OPTIONS, pems);
        fresh.apply(history.everythingShuffled());

        String where = "seed " + seed + " step " + step;
        assertThat(byKey(incremental.resources()))
            .as(where)
            .isEqualTo(byKey(fresh.resources()))
            .isEqualTo(replica.resources);
        assertThat(incremental.verdicts())
            .as(where)
            .isEqualTo(fresh.verdicts())
            .isEqualTo(replica.verdicts);
        assertThat(incremental.notices())
            .as(where)
            .isEqualTo(fresh.notices())
            .isEqualTo(replica.notices);
        assertComplete(replica.resources, where);
      }
    }
  }

  @Test
  @Behaviour({"HO-004", "HO-008"})
  void noYoungerRouteOfAnotherNamespaceEverHoldsAHost() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      RandomHistory history = new RandomHistory(10_000 + seed, CERTIFICATES);
      ShardCompiler compiler = new ShardCompiler(Given.OPTIONS, pems);
      for (int step = 0; step < STEPS; step++) {
        compiler.apply(
            history.step().stream()
                .filter(change -> change.key().kind() != InputKind.INGRESS_CONTROLLER)
                .toList());
        assertOldestNamespaceHolds(
            history.routes(), compiler.verdicts(), "seed " + seed + " step " + step);
      }
    }
  }

  /** Without a controller the shard is Strict and admits no wildcards, so age alone decides. */
  private static void assertOldestNamespaceHolds(
      List<RouteInput> routes, Map<ObjectKey, Verdict> verdicts, String where) {
    Map<String, RouteInput> oldest = new HashMap<>();
    routes.stream()
        .filter(route -> holdsOrCouldHold(verdicts.get(route.key())))
        .sorted(RouteAge.OLDEST_FIRST)
        .forEach(route -> oldest.putIfAbsent(route.host(), route));
    for (RouteInput route : routes) {
      Verdict verdict = verdicts.get(route.key());
      assertThat(verdict).as(where).isNotNull();
      RouteInput first = oldest.get(route.host());
      if (verdict != null && verdict.admitted() && first != null) {
        assertThat(route.key().namespace())
            .as(where + " " + route.key())
            .isEqualTo(first.key().namespace());
      }
      if (first != null && route.key().equals(first.key()) && verdict != null) {
        assertThat(verdict.reason()).as(where).isNotEqualTo(Reason.HOST_ALREADY_CLAIMED);
      }
    }
  }

  /** Whether a Route takes part in the contest for its host. */
  static boolean holdsOrCouldHold(@Nullable Verdict verdict) {
    return verdict != null
        && verdict.reason() != Reason.INVALID_HOST
        && verdict.reason() != Reason.NO_HOST_VALUE
        && verdict.reason() != Reason.ROUTE_NOT_ADMITTED;
  }

  /** Whatever a resource names exists, and nothing exists that nobody names. */
  private static void assertComplete(Map<ResourceKey, Resource> resources, String where) {
    Map<String, Integer> named = new HashMap<>();
    for (Resource resource : resources.values()) {
      switch (resource) {
        case VirtualHost host -> {
          host.certificates().forEach(name -> named.merge("CERTIFICATE " + name, 1, Integer::sum));
          for (Rule rule : host.rules()) {
            rule.backends()
                .forEach(backend -> named.merge("UPSTREAM " + backend.upstream(), 1, Integer::sum));
          }
        }
        case Upstream upstream -> {
          named.merge("ENDPOINT_SET " + upstream.name(), 1, Integer::sum);
          UpstreamTls tls = upstream.tls();
          if (tls != null && tls.trustBundle() != null) {
            named.merge("TRUST_BUNDLE " + tls.trustBundle(), 1, Integer::sum);
          }
        }
        case Settings settings ->
            settings
                .defaultCertificates()
                .forEach(name -> named.merge("CERTIFICATE " + name, 1, Integer::sum));
        case EndpointSet set -> {}
        case Certificate certificate -> {}
        case TrustBundle bundle -> {}
        case TicketKeys keys -> {}
      }
    }
    List<String> existing =
        resources.values().stream()
            .filter(resource -> !(resource instanceof VirtualHost))
            .filter(resource -> !(resource instanceof Settings))
            .map(resource -> resource.kind() + " " + resource.name())
            .toList();
    assertThat(named.keySet()).as(where).containsExactlyInAnyOrderElementsOf(existing);
  }

  private static Map<ResourceKey, Resource> byKey(Collection<Resource> resources) {
    Map<ResourceKey, Resource> map = new HashMap<>();
    resources.forEach(resource -> map.put(resource.key(), resource));
    assertThat(map).hasSameSizeAs(resources);
    return map;
  }

  /** What somebody knows who follows the updates only. */
  private static final class Replica {
    private final Map<ResourceKey, Resource> resources = new HashMap<>();
    private final Map<ObjectKey, Verdict> verdicts = new HashMap<>();
    private final Map<ObjectKey, List<Notice>> notices = new HashMap<>();

    void follow(CompileUpdate update) {
      update.upserts().forEach(resource -> resources.put(resource.key(), resource));
      assertThat(resources.keySet()).containsAll(update.removals());
      resources.keySet().removeAll(update.removals());
      verdicts.putAll(update.verdicts());
      verdicts.keySet().removeAll(update.forgotten());
      notices.putAll(update.notices());
      notices.values().removeIf(List::isEmpty);
    }
  }
}
