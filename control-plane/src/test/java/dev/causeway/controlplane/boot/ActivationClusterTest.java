package dev.causeway.controlplane.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.awaitility.Awaitility.await;

import dev.causeway.controlplane.cluster.RealCluster;
import dev.causeway.controlplane.routers.TestRouter;
import dev.causeway.testkit.cluster.OnCluster;
import dev.causeway.testkit.tls.TestAuthority;
import dev.causeway.testkit.tls.TestAuthority.Identity;
import io.fabric8.openshift.api.model.Route;
import io.fabric8.openshift.api.model.RouteBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A process that serves routers and one that writes status, against a real API server: what a
 * change of a Route costs. {@code -Dcauseway.activation.routes=2000} measures.
 */
@OnCluster
class ActivationClusterTest {
  private static final Logger LOG = LoggerFactory.getLogger(ActivationClusterTest.class);
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int ROUTES = Integer.getInteger("causeway.activation.routes", 200);

  @TempDir private Path folder;
  private final String shop = "activation-" + UUID.randomUUID().toString().substring(0, 8);
  private final RealCluster cluster = new RealCluster();

  private List<String> arguments(Identity identity, String role, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--causeway.roles=" + role,
                "--causeway.replica=" + role,
                "--causeway.source.kind=kubernetes",
                "--causeway.kubernetes.controller-namespace=" + shop,
                "--causeway.kubernetes.lease-namespace=" + shop,
                "--causeway.operand-namespace=" + shop,
                "--management.server.port=0",
                "--management.server.address=127.0.0.1"));
    for (String prefix : List.of("stream", "inspect", "status.activation")) {
      arguments.add("--causeway." + prefix + ".tls.certificate=" + identity.certificate());
      arguments.add("--causeway." + prefix + ".tls.key=" + identity.key());
      arguments.add("--causeway." + prefix + ".tls.trust=" + identity.trust());
    }
    arguments.addAll(List.of(more));
    return arguments;
  }

  /** Writes all Routes, eight at a time. */
  private void write(IntFunction<Route> route) throws Exception {
    List<Future<?>> writes = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < ROUTES; i++) {
        int number = i;
        writes.add(
            threads.submit(
                () ->
                    cluster
                        .admin()
                        .resource(route.apply(number))
                        .createOr(present -> present.patch())));
      }
    }
    for (Future<?> write : writes) {
      write.get();
    }
  }

  private Route route(int number, String path) {
    return new RouteBuilder()
        .withNewMetadata()
        .withNamespace(shop)
        .withName("web" + number)
        .endMetadata()
        .withNewSpec()
        .withHost("h" + number + ".example.com")
        .withPath(path)
        .withNewTo()
        .withKind("Service")
        .withName("web")
        .endTo()
        .endSpec()
        .build();
  }

  private static double written(MeterRegistry meters) {
    return meters.get("causeway.status.writes").tag("outcome", "written").counter().count();
  }

  private void awaitActivated(int generation, int count) {
    String served = "generation " + generation + " is served by all 2 routers that were connected";
    await()
        .atMost(PATIENCE)
        // Each look lists every Route.
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              List<String> said = activations();
              return said.size() == count && said.stream().allMatch(served::equals);
            });
  }

  /** Returns what the last condition of every Route says. */
  private List<String> activations() {
    return cluster.admin().resources(Route.class).inNamespace(shop).list().getItems().stream()
        .map(ActivationClusterTest::lastCondition)
        .toList();
  }

  private static String lastCondition(Route route) {
    return route.getStatus() == null || route.getStatus().getIngress().isEmpty()
        ? ""
        : route.getStatus().getIngress().getFirst().getConditions().getLast().getMessage();
  }

  @Test
  void aRouteCostsAboutOneWritePerChange() throws Exception {
    cluster.namespace(shop);
    cluster.serve("route.openshift.io", "Route", "routes");
    cluster.serve("operator.openshift.io", "IngressController", "ingresscontrollers");
    TestAuthority authority = new TestAuthority(folder);
    Identity server = authority.issue("localhost", "control-plane.test");
    try (ConfigurableApplicationContext serving =
        TestProcess.run(
            arguments(
                server,
                "serve",
                "--causeway.stream.address=127.0.0.1",
                "--causeway.stream.port=0",
                "--causeway.inspect.address=127.0.0.1",
                "--causeway.inspect.port=0",
                "--causeway.inspect.identities=status.causeway"),
            new RealCluster().admin(),
            Clock.systemUTC())) {
      ControlPlaneLifecycle ports = serving.getBean(ControlPlaneLifecycle.class);
      try (ConfigurableApplicationContext status =
          TestProcess.run(
              arguments(
                  authority.issue("status.causeway"),
                  "status",
                  "--causeway.status.activation.target=127.0.0.1:" + ports.inspectPort(),
                  "--causeway.status.activation.identity=control-plane.test"),
              new RealCluster().admin(),
              Clock.systemUTC())) {
        await()
            .atMost(PATIENCE)
            .until(() -> TestProcess.ready(serving) && TestProcess.ready(status));
        Identity router = authority.issue("router.default.causeway");
        try (TestRouter one = new TestRouter(router, ports.streamPort(), "default", "one");
            TestRouter two = new TestRouter(router, ports.streamPort(), "default", "two")) {
          await().atMost(PATIENCE).until(() -> one.transactions() > 0 && two.transactions() > 0);
          measure(status.getBean(MeterRegistry.class));
        }
      }
    } finally {
      cluster.admin().resources(Route.class).inNamespace(shop).delete();
      cluster.admin().namespaces().withName(shop).delete();
      cluster.close();
    }
  }

  private void measure(MeterRegistry meters) throws Exception {
    // The leader is elected and knows its replicas after this.
    Route first = route(ROUTES, "/first");
    cluster.admin().resource(first).create();
    awaitActivated(1, 1);
    cluster.admin().resource(first).delete();
    double before = written(meters);
    write(number -> route(number, "/one"));
    awaitActivated(1, ROUTES);
    double created = written(meters) - before;
    write(number -> route(number, "/two"));
    awaitActivated(2, ROUTES);
    double edited = written(meters) - before - created;
    LOG.info(
        "{} Routes: created with {} writes ({} a change), edited with {} ({} a change); {}"
            + " conditions shared a write; conflicts {}",
        ROUTES,
        created,
        created / ROUTES,
        edited,
        edited / ROUTES,
        meters.get("causeway.status.activations").tag("write", "shared").counter().count(),
        meters.get("causeway.status.writes").tag("outcome", "conflict").counter().count());
    // Two for a creation whose routers were slower than the window is what may happen.
    assertThat(created).isBetween((double) ROUTES, 2.0 * ROUTES);
    assertThat(edited).isCloseTo(ROUTES, withinPercentage(2));
  }
}
