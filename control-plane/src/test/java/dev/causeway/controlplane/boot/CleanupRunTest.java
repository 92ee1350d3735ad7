package dev.causeway.controlplane.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causeway.controlplane.leader.FakeApiServer;
import dev.causeway.controlplane.leader.LeaderElection;
import dev.causeway.controlplane.leader.LeaderElections;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressLoadBalancerIngress;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.openshift.api.model.Route;
import io.fabric8.openshift.api.model.RouteBuilder;
import io.fabric8.openshift.api.model.RouteIngress;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** The role {@code cleanup} beside a process that leads and is not told to stop. */
@ExtendWith(OutputCaptureExtension.class)
class CleanupRunTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String ROUTER = "router-default.apps.test";

  @TempDir private Path temp;

  private final FakeApiServer api = new FakeApiServer();
  private final KubernetesClient admin = api.client("admin");
  private final Queue<String> late = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean cleaning = new AtomicBoolean();
  private final AtomicBoolean refused = new AtomicBoolean();

  @BeforeEach
  void fill() {
    String objects =
        """
        apiVersion: networking.k8s.io/v1
        kind: IngressClass
        metadata: {name: causeway}
        spec: {controller: causeway.dev/ingress}
        ---
        apiVersion: networking.k8s.io/v1
        kind: IngressClass
        metadata: {name: other}
        spec: {controller: example.com/other}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: shop}
        spec: {ports: [{port: 80}]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: ours, namespace: shop}
        spec:
          ingressClassName: causeway
          rules:
          - host: ours.test
            http:
              paths:
              - path: /
                pathType: Prefix
                backend: {service: {name: web, port: {number: 80}}}
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: theirs, namespace: shop}
        spec: {ingressClassName: other}
        ---
        apiVersion: route.openshift.io/v1
        kind: Route
        metadata: {name: plain, namespace: shop}
        spec: {host: plain.test, to: {kind: Service, name: web, weight: 100}}
        """;
    admin
        .load(new ByteArrayInputStream(objects.getBytes(StandardCharsets.UTF_8)))
        .items()
        .forEach(object -> admin.resource(object).create());
    api.script(
        asked -> {
          boolean status =
              asked.path().contains("/status")
                  && (asked.method().equals("PATCH") || asked.method().equals("PUT"));
          if (status && asked.client().equals("cleanup")) {
            cleaning.set(true);
            return refused.get() ? FakeApiServer.failure(403, "Forbidden") : null;
          }
          if (status && cleaning.get() && asked.client().equals("leader")) {
            late.add(asked.method() + " " + asked.path());
          }
          return null;
        });
  }

  @AfterEach
  void end() {
    api.close();
  }

  private ConfigurableApplicationContext run(String roles, String name, String... more)
      throws Exception {
    Path own = Files.createDirectory(temp.resolve(name));
    List<String> arguments =
        new TestProcess(own)
            .arguments(
                "--causeway.roles=" + roles,
                "--causeway.replica=" + name,
                "--causeway.source.kind=kubernetes",
                "--causeway.domain=apps.test",
                "--causeway.kubernetes.lease-namespace=causeway",
                "--causeway.leader.lease-duration=4s",
                "--causeway.leader.renew-deadline=2s",
                "--causeway.leader.retry-period=100ms");
    arguments.addAll(List.of(more));
    return TestProcess.run(arguments, api.client(name), Clock.systemUTC());
  }

  private int cleanUp(String... more) throws Exception {
    return SpringApplication.exit(run("cleanup", "cleanup", more));
  }

  private Route route(String name) {
    return Objects.requireNonNull(
        admin.resources(Route.class).inNamespace("shop").withName(name).get());
  }

  private List<String> routers(Route route) {
    return route.getStatus() == null || route.getStatus().getIngress() == null
        ? List.of()
        : route.getStatus().getIngress().stream().map(RouteIngress::getRouterName).toList();
  }

  private List<String> addresses(String ingress) {
    var found = admin.network().v1().ingresses().inNamespace("shop").withName(ingress).get();
    return found.getStatus() == null
            || found.getStatus().getLoadBalancer() == null
            || found.getStatus().getLoadBalancer().getIngress() == null
        ? List.of()
        : found.getStatus().getLoadBalancer().getIngress().stream()
            .map(entry -> entry.getIp() == null ? entry.getHostname() : entry.getIp())
            .toList();
  }

  /** Somebody else writes beside us. */
  private static void contended(Callable<?> write) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsMatching(
            e -> e instanceof KubernetesClientException failed && failed.getCode() == 409)
        .until(() -> write.call() != null);
  }

  private void address(String ingress, String ip, String hostname) {
    IngressLoadBalancerIngress entry = new IngressLoadBalancerIngress();
    entry.setIp(ip.isEmpty() ? null : ip);
    entry.setHostname(hostname.isEmpty() ? null : hostname);
    contended(
        () ->
            admin
                .resource(
                    new IngressBuilder(
                            admin
                                .network()
                                .v1()
                                .ingresses()
                                .inNamespace("shop")
                                .withName(ingress)
                                .get())
                        .editOrNewStatus()
                        .editOrNewLoadBalancer()
                        .addToIngress(entry)
                        .endLoadBalancer()
                        .endStatus()
                        .build())
                .updateStatus());
  }

  private void awaitEverythingWritten() {
    await().atMost(PATIENCE).until(() -> routers(route("plain")).contains("default"));
    await().atMost(PATIENCE).until(() -> addresses("ours").contains(ROUTER));
    address("ours", "192.0.2.1", "");
    address("theirs", "", ROUTER);
    contended(
        () ->
            admin
                .resource(
                    new RouteBuilder(route("plain"))
                        .editStatus()
                        .addNewIngress()
                        .withRouterName("okd")
                        .endIngress()
                        .endStatus()
                        .build())
                .updateStatus());
  }

  private LeaseSpec lease(String role) {
    return admin.leases().inNamespace("causeway").withName("causeway-" + role).get().getSpec();
  }

  @Test
  void leadersStandDownAndWhatTheyWroteIsGone(CapturedOutput output) throws Exception {
    try (ConfigurableApplicationContext leader = run("status,ingress", "leader")) {
      awaitEverythingWritten();

      assertThat(cleanUp()).isZero();

      assertThat(admin.resources(Route.class).inNamespace("shop").list().getItems())
          .hasSize(2)
          .allSatisfy(route -> assertThat(routers(route)).doesNotContain("default"));
      assertThat(routers(route("plain"))).containsExactly("okd");
      assertThat(addresses("ours")).containsExactly("192.0.2.1");
      assertThat(addresses("theirs")).as("of another controller").containsExactly(ROUTER);
      for (String role : List.of("status", "ingress")) {
        assertThat(lease(role).getHolderIdentity()).isEqualTo("cleanup-cleanup");
        assertThat(lease(role).getLeaseDurationSeconds()).isEqualTo(60);
      }
      // It looks at the Lease again and again, and does not take it.
      int asked = api.asked("GET", "/leases/").size();
      await().atMost(PATIENCE).until(() -> api.asked("GET", "/leases/").size() > asked + 50);
      assertThat(leader.getBean(LeaderElections.class).all())
          .hasSize(2)
          .noneMatch(LeaderElection::leads);
    }
    assertThat(late).as("written by the leader after the clean-up began").isEmpty();
    assertThat(output).contains("cleaned up: 2 Routes and 1 Ingresses had entries");
  }

  @Test
  void whatCannotBeRemovedIsToldWithTheRemedyAndLeadersGoOn(CapturedOutput output)
      throws Exception {
    refused.set(true);
    try (ConfigurableApplicationContext leader = run("status,ingress", "leader")) {
      awaitEverythingWritten();

      assertThat(cleanUp("--causeway.cleanup.deadline=8s")).isEqualTo(1);

      assertThat(output)
          .contains("not cleaned up within 8 s: ")
          .contains("`helm uninstall --no-hooks`")
          .doesNotContain("\tat ");
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  leader.getBean(LeaderElections.class).all().stream()
                      .allMatch(LeaderElection::leads));
      assertThat(routers(route("plain"))).contains("default", "okd");
    }
  }

  @Test
  void statusThatWeNeverWroteIsLeftAlone() throws Exception {
    try (ConfigurableApplicationContext leader = run("status,ingress", "leader")) {
      assertThat(leader.isActive()).isTrue();
      awaitEverythingWritten();
    }
    assertThat(cleanUp("--causeway.cleanup.routes=false")).isZero();
    assertThat(routers(route("plain"))).containsExactlyInAnyOrder("default", "okd");
    assertThat(addresses("ours")).containsExactly("192.0.2.1");
    assertThat(lease("status").getHolderIdentity()).isNull();
  }
}
