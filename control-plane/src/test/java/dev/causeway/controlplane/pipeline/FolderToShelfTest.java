package dev.causeway.controlplane.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.controlplane.source.FolderSource;
import dev.causeway.controlplane.stream.ShelfSnapshot;
import dev.causeway.controlplane.stream.SnapshotShelf;
import dev.causeway.manifests.ingress.IngressOptions;
import dev.causeway.routing.admission.Reason;
import dev.causeway.routing.admission.Verdict;
import dev.causeway.routing.compile.CompileOptions;
import dev.causeway.routing.compile.CompileUpdate;
import dev.causeway.routing.model.EndpointSet;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.model.ResourceKind;
import dev.causeway.routing.model.VirtualHost;
import dev.causeway.testkit.Behaviour;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real folder, a real pipeline and a real shelf in one process. */
class FolderToShelfTest {
  @TempDir private Path folder;

  private final SnapshotShelf shelf =
      new SnapshotShelf("test", Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
  private final LinkedBlockingQueue<Published> published = new LinkedBlockingQueue<>();
  private final AtomicBoolean failNext = new AtomicBoolean();
  private final List<AutoCloseable> running = new ArrayList<>();
  private final Pipeline pipeline = pipeline();

  private record Published(String shard, CompileUpdate update, ShelfSnapshot snapshot) {}

  private Pipeline pipeline() {
    ShardSet shards =
        new ShardSet(
            List.of("default"),
            shard ->
                new CompileOptions(
                    shard,
                    "apps.test",
                    "openshift-ingress",
                    true,
                    true,
                    Set.of(),
                    "",
                    "openshift-config",
                    null));
    SnapshotPublisher publisher =
        new SnapshotPublisher() {
          @Override
          public void publish(String shard, CompileUpdate update) {
            if (failNext.getAndSet(false)) {
              throw new IllegalStateException("failed by the test");
            }
            published.add(new Published(shard, update, shelf.publish(shard, update)));
          }

          @Override
          public void confirm(String shard) {
            shelf.confirm(shard);
          }
        };
    return new Pipeline(shards, publisher, new SimpleMeterRegistry());
  }

  @BeforeEach
  void manifests() throws IOException {
    write("web.yaml", service("web"), route("web", "www.example.com", "2024-01-01"));
    write("api.yaml", service("api"), route("api", "api.example.com", "2024-01-02"));
  }

  private void start() throws Exception {
    FolderSource source =
        new FolderSource(
            folder,
            Duration.ofMinutes(10),
            Duration.ofMillis(50),
            IngressOptions.DEFAULT,
            pipeline);
    running.add(source);
    running.add(pipeline);
    pipeline.start();
    source.start();
    pipeline.firstPublication().get(20, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : running) {
      each.close();
    }
  }

  private void write(String name, String... documents) throws IOException {
    Files.writeString(folder.resolve(name), String.join("---\n", documents));
  }

  private static String service(String name) {
    return """
        apiVersion: v1
        kind: Service
        metadata: {name: %1$s, namespace: shop}
        spec: {ports: [{port: 80}]}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: %1$s-1, namespace: shop, labels: {kubernetes.io/service-name: %1$s}}
        addressType: IPv4
        endpoints: [{addresses: [10.0.0.1], targetRef: {kind: Pod, name: %1$s-pod}}]
        ports: [{port: 8080, name: "", protocol: TCP}]
        """
        .formatted(name);
  }

  private static String route(String name, String host, String day) {
    return """
        apiVersion: route.openshift.io/v1
        kind: Route
        metadata: {name: %1$s, namespace: shop, uid: %1$s, creationTimestamp: %3$sT00:00:00Z}
        spec: {host: %2$s, to: {kind: Service, name: %1$s, weight: 100}}
        """
        .formatted(name, host, day);
  }

  private Published next(Predicate<Published> condition) throws InterruptedException {
    while (true) {
      Published next = published.poll(20, TimeUnit.SECONDS);
      assertThat(next).as("a publication").isNotNull();
      if (condition.test(next)) {
        return next;
      }
    }
  }

  private ShelfSnapshot newest(String shard) {
    ShelfSnapshot newest = shelf.newest(shard);
    assertThat(newest).isNotNull();
    return newest;
  }

  private static @Nullable Resource host(ShelfSnapshot snapshot, String name) {
    return snapshot
        .snapshot()
        .get(new ResourceKey(snapshot.shard(), ResourceKind.VIRTUAL_HOST, name));
  }

  @Test
  void everythingIsPublishedFirstAndOnlyWhatChangesAfterwards() throws Exception {
    start();
    assertThat(host(newest("default"), "www.example.com")).isNotNull();
    assertThat(host(newest("default"), "api.example.com")).isNotNull();
    published.clear();

    write("web.yaml", service("web"), route("web", "new.example.com", "2024-01-01"));
    Published edit = next(p -> !p.update.leavesResourcesUnchanged());
    assertThat(edit.update.upserts())
        .singleElement()
        .isInstanceOfSatisfying(
            VirtualHost.class, host -> assertThat(host.name()).isEqualTo("new.example.com"));
    assertThat(edit.update.removals())
        .extracting(ResourceKey::name)
        .containsExactly("www.example.com");
  }

  @Test
  void endpointChangeLeavesTheConfigurationAlone() throws Exception {
    start();
    var before = newest("default").snapshot();
    write(
        "web.yaml",
        service("web").replace("10.0.0.1", "10.0.0.9"),
        route("web", "www.example.com", "2024-01-01"));
    Published edit =
        next(
            p ->
                p.update.upserts().stream().allMatch(EndpointSet.class::isInstance)
                    && !p.update.upserts().isEmpty());
    assertThat(edit.snapshot.snapshot().id()).isEqualTo(before.id());
    assertThat(edit.snapshot.snapshot().endpointsRoot()).isNotEqualTo(before.endpointsRoot());
  }

  @Test
  void brokenDocumentAndStolenHostAreReportedAndTheRestIsServed() throws Exception {
    write("broken.yaml", "kind: Route\nmetadata: {\n");
    write(
        "thief.yaml",
        route("thief", "www.example.com", "2024-02-02").replace("namespace: shop", "namespace: o"));
    start();
    PipelineReport report = pipeline.report();
    assertThat(report.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.text()).startsWith("broken.yaml:"));
    ShardReport shard = report.shards().get("default");
    assertThat(shard).isNotNull();
    assertThat(shard.admitted()).isEqualTo(2);
    assertThat(shard.rejected()).hasSize(1);
    Verdict verdict = shard.rejected().values().iterator().next();
    assertThat(verdict.reason()).isEqualTo(Reason.HOST_ALREADY_CLAIMED);
    assertThat(verdict.origin().toString()).isEqualTo("thief.yaml:1");
    assertThat(host(newest("default"), "www.example.com"))
        .isInstanceOfSatisfying(
            VirtualHost.class, host -> assertThat(host.ownerNamespace()).isEqualTo("shop"));

    Files.delete(folder.resolve("web.yaml"));
    next(p -> isAdmitted(p.snapshot.verdicts().get(verdict.route())));
  }

  private static boolean isAdmitted(@Nullable Verdict verdict) {
    return verdict != null && verdict.admitted();
  }

  @Test
  void ingressControllersMakeShardsAndTakeThemAlong() throws Exception {
    start();
    write(
        "internal.yaml",
        """
        apiVersion: operator.openshift.io/v1
        kind: IngressController
        metadata: {name: internal, namespace: openshift-ingress-operator}
        spec: {domain: in.test, routeSelector: {matchLabels: {type: internal}}}
        """,
        route("in", "in.example.com", "2024-01-03")
            .replace("metadata: {", "metadata: {labels: {type: internal}, "));
    next(p -> p.shard.equals("internal"));
    assertThat(host(newest("internal"), "in.example.com")).isNotNull();
    assertThat(host(newest("internal"), "www.example.com")).isNull();
    Files.delete(folder.resolve("internal.yaml"));
    Published gone = next(p -> p.shard.equals("internal") && !p.update.removals().isEmpty());
    assertThat(gone.snapshot.snapshot().size()).isZero();
  }

  @Test
  @Behaviour("HO-002")
  void twoIngressControllersServeOneHostFromTwoRoutes() throws Exception {
    write(
        "controllers.yaml",
        """
        apiVersion: operator.openshift.io/v1
        kind: IngressController
        metadata: {name: default, namespace: openshift-ingress-operator}
        spec:
          domain: apps.test
          routeSelector: {matchExpressions: [{key: type, operator: DoesNotExist}]}
        """,
        """
        apiVersion: operator.openshift.io/v1
        kind: IngressController
        metadata: {name: internal, namespace: openshift-ingress-operator}
        spec: {domain: in.test, routeSelector: {matchLabels: {type: internal}}}
        """,
        route("in", "www.example.com", "2025-01-01")
            .replace("metadata: {", "metadata: {labels: {type: internal}, ")
            .replace("namespace: shop", "namespace: office"));
    start();
    assertThat(host(newest("default"), "www.example.com"))
        .isInstanceOfSatisfying(
            VirtualHost.class, host -> assertThat(host.ownerNamespace()).isEqualTo("shop"));
    assertThat(host(newest("internal"), "www.example.com"))
        .isInstanceOfSatisfying(
            VirtualHost.class, host -> assertThat(host.ownerNamespace()).isEqualTo("office"));
    for (ShardReport shard : pipeline.report().shards().values()) {
      assertThat(shard.rejected()).isEmpty();
    }
  }

  @Test
  @Behaviour({"AN-005", "AN-006"})
  void annotationsOfRoutesHoldAndThoseOfOthersDoNot() throws Exception {
    String annotated =
        "metadata: {annotations: {haproxy.router.openshift.io/timeout: 7s, "
            + "haproxy.router.openshift.io/balance: source}, ";
    write("namespace.yaml", "apiVersion: v1\nkind: Namespace\n" + annotated + "name: shop}\n");
    String services = service("web").replace("metadata: {", annotated);
    write("web.yaml", services, route("web", "www.example.com", "2024-01-01"));
    start();
    assertThat(timeouts("www.example.com")).containsExactly(30_000L);
    write(
        "web.yaml",
        services,
        route("web", "www.example.com", "2024-01-01").replace("metadata: {", annotated));
    next(_ -> timeouts("www.example.com").contains(7_000L));
  }

  private List<Long> timeouts(String host) {
    return host(newest("default"), host) instanceof VirtualHost found
        ? found.rules().stream().map(rule -> rule.policies().serverTimeoutMillis()).toList()
        : List.of();
  }

  @Test
  void ingressIsServedAsSoonAsItsClassIsThereAndUntilItGoes() throws Exception {
    write(
        "ingress.yaml",
        """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web, namespace: shop}
        spec:
          ingressClassName: causeway
          rules:
          - host: ingress.example.com
            http:
              paths:
              - path: /
                pathType: Prefix
                backend: {service: {name: web, port: {number: 80}}}
        """);
    start();
    assertThat(host(newest("default"), "ingress.example.com")).isNull();
    assertThat(pipeline.report().problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.text())
                    .isEqualTo(
                        "ingress.yaml:5 Ingress shop/web spec.ingressClassName: names the class"
                            + " \"causeway\", which the folder does not define, so the Ingress is"
                            + " not served"));
    write(
        "class.yaml",
        """
        apiVersion: networking.k8s.io/v1
        kind: IngressClass
        metadata: {name: causeway}
        spec: {controller: causeway.dev/ingress}
        """);
    next(p -> host(p.snapshot, "ingress.example.com") != null);
    Files.delete(folder.resolve("ingress.yaml"));
    Published gone = next(p -> host(p.snapshot, "ingress.example.com") == null);
    assertThat(host(gone.snapshot, "www.example.com")).isNotNull();
  }

  @Test
  void updateThatCouldNotBePublishedIsNotLost() throws Exception {
    start();
    published.clear();
    failNext.set(true);
    write("web.yaml", service("web"), route("web", "new.example.com", "2024-01-01"));
    Published repaired = next(p -> host(p.snapshot, "new.example.com") != null);
    assertThat(host(repaired.snapshot, "www.example.com")).isNull();
    assertThat(host(repaired.snapshot, "api.example.com")).isNotNull();
  }

  @Test
  void changesDuringARoundAreTakenTogether() throws Exception {
    start();
    published.clear();
    for (int i = 0; i < 300; i++) {
      write("web.yaml", service("web"), route("web", "h" + i + ".example.com", "2024-01-01"));
    }
    Published last = next(p -> host(p.snapshot, "h299.example.com") != null);
    assertThat(host(last.snapshot, "h298.example.com")).isNull();
    assertThat(pipeline.report().rounds()).isLessThanOrEqualTo(301);
  }
}
