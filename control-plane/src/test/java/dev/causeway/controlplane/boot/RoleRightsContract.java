package dev.causeway.controlplane.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causeway.controlplane.cluster.ChartRoles;
import dev.causeway.controlplane.cluster.Permissions;
import dev.causeway.controlplane.cluster.RequestRecorder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressLoadBalancerIngress;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.openshift.api.model.Route;
import io.fabric8.openshift.api.model.RouteBuilder;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Each role of the packaged program does all it ever does, as a process with that role alone. What
 * it asks for meanwhile is what the chart grants its account: nothing is missing, nothing is spare.
 */
abstract class RoleRightsContract {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path temp;

  private final RequestRecorder asked = new RequestRecorder();
  private final Offset clock = new Offset();

  /** A clock that a test moves on. */
  private static final class Offset extends Clock {
    private final AtomicLong minutes = new AtomicLong();

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Instant instant() {
      return Clock.systemUTC().instant().plus(Duration.ofMinutes(minutes.get()));
    }
  }

  /** Returns a client that may do everything. */
  abstract KubernetesClient admin();

  /** Returns a client of an account of the chart. */
  abstract KubernetesClient account(String name, RequestRecorder recorder);

  /** Returns the roles as the chart renders them for these namespaces. */
  abstract ChartRoles roles();

  /** Returns the namespace of Routes. */
  abstract String shop();

  /** Returns the namespace of the release. */
  abstract String system();

  /** Returns the namespace of IngressControllers. */
  abstract String controllers();

  private ConfigurableApplicationContext run(Role role, String account, String... more)
      throws Exception {
    List<String> arguments =
        new TestProcess(temp)
            .arguments(
                "--causeway.roles=" + role,
                "--causeway.source.kind=kubernetes",
                "--causeway.domain=apps.test",
                "--causeway.operand-namespace=" + shop(),
                "--causeway.client-authority-namespace=openshift-ingress",
                "--causeway.kubernetes.controller-namespace=" + controllers(),
                "--causeway.leader.retry-period=100ms");
    arguments.addAll(List.of(more));
    return TestProcess.run(arguments, account(account, asked), clock);
  }

  private void apply(String yaml) {
    admin()
        .load(new ByteArrayInputStream(yaml.formatted(shop()).getBytes(StandardCharsets.UTF_8)))
        .items()
        .forEach(object -> admin().resource(object).unlock().createOr(present -> present.update()));
  }

  private void route(String annotation) {
    apply(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: cert, namespace: %1$s}
        type: kubernetes.io/tls
        stringData: {tls.crt: "no certificate", tls.key: "no key"}
        ---
        apiVersion: route.openshift.io/v1
        kind: Route
        metadata: {name: external, namespace: %1$s}
        spec:
          host: external-%1$s.test
          to: {kind: Service, name: web, weight: 100}
          tls: {termination: edge, externalCertificate: {name: cert}}
        ---
        apiVersion: route.openshift.io/v1
        kind: Route
        metadata:
          name: web
          namespace: %1$s
          annotations: {haproxy.router.openshift.io/ANNOTATION}
        spec:
          host: web-%1$s.test
          to: {kind: Service, name: web, weight: 100}
        """
            .replace("ANNOTATION", annotation));
    controller();
  }

  /** Names authorities of client certificates, which are in a ConfigMap. */
  private void controller() {
    GenericKubernetesResource controller =
        Serialization.unmarshal(
            """
            apiVersion: operator.openshift.io/v1
            kind: IngressController
            metadata: {name: default, namespace: %s}
            spec: {clientTLS: {clientCA: {name: clients}}}
            """
                .formatted(controllers()),
            GenericKubernetesResource.class);
    admin()
        .genericKubernetesResources(
            new ResourceDefinitionContext.Builder()
                .withGroup("operator.openshift.io")
                .withVersion("v1")
                .withKind("IngressController")
                .withPlural("ingresscontrollers")
                .withNamespaced(true)
                .build())
        .inNamespace(controllers())
        .resource(controller)
        .unlock()
        .createOr(present -> present.update());
  }

  private void awaitNothingSpare(String account) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(roles().of(account).unusedBy(asked.asked()))
                    .as("granted to %s and never asked for", account)
                    .isEmpty());
  }

  private void nothingIsMissing(String account) {
    Permissions granted = roles().of(account);
    assertThat(granted.lines()).isNotEmpty();
    assertThat(asked.asked().notIn(granted))
        .as("asked for and not granted to %s", account)
        .isEmpty();
  }

  @Test
  void serveAsksForWhatItIsGranted() throws Exception {
    route("balance: random");
    String account = "causeway-control-plane";
    try (ConfigurableApplicationContext context = run(Role.SERVE, account)) {
      assertThat(context.isActive()).isTrue();
      awaitNothingSpare(account);
    }
    nothingIsMissing(account);
  }

  @Test
  void statusAsksForWhatItIsGranted() throws Exception {
    route("balance: wrong");
    String account = "causeway-status";
    String lease = "--causeway.kubernetes.lease-namespace=" + system();
    try (ConfigurableApplicationContext context = run(Role.STATUS, account, lease)) {
      assertThat(context.isActive()).isTrue();
      await().atMost(PATIENCE).until(this::warnings, List.of(1)::equals);
      // The same warning after a while is the same Event, counted on.
      route("timeout: wrong");
      await().atMost(PATIENCE).until(() -> warnings().size() == 2);
      clock.minutes.set(6);
      route("balance: wrong");
      await().atMost(PATIENCE).until(() -> warnings().contains(2));
      awaitNothingSpare(account);
    }
    nothingIsMissing(account);
  }

  /** The account of the role that only reads suffices, and no Lease is named. */
  @Test
  void statusInShadowAsksForReadsOnly() throws Exception {
    route("balance: wrong");
    String account = "causeway-control-plane";
    try (ConfigurableApplicationContext context =
        run(Role.STATUS, account, "--causeway.status.shadow=true")) {
      ShadowEndpoint endpoint = context.getBean(ShadowEndpoint.class);
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  endpoint.shadow().differences().stream()
                      .anyMatch(it -> it.route().equals(shop() + "/web")));
      assertThat(TestProcess.get(context, "/actuator/shadow"))
          .startsWith("200")
          .contains("\"settled\":true", "\"kind\":\"no_entry\"", shop() + "/web");
      assertThat(TestProcess.get(context, "/actuator/prometheus"))
          .contains("causeway_shadow_differences{kind=\"no_entry\"}");
      awaitNothingSpare(account);
    }
    nothingIsMissing(account);
  }

  private List<Integer> warnings() {
    return admin().v1().events().inNamespace(shop()).list().getItems().stream()
        .filter(event -> event.getReason().equals("AnnotationIgnored"))
        .map(Event::getCount)
        .toList();
  }

  private void ingress(String path) {
    apply(
        """
        apiVersion: networking.k8s.io/v1
        kind: IngressClass
        metadata: {name: %1$s}
        spec: {controller: example.com/%1$s}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: %1$s}
        spec: {ports: [{name: http, port: 80}]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web, namespace: %1$s}
        spec:
          ingressClassName: %1$s
          rules:
          - host: ingress-%1$s.test
            http:
              paths:
              - path: PATH
                pathType: Prefix
                backend: {service: {name: web, port: {number: 80}}}
              - path: /exact
                pathType: Exact
                backend: {service: {name: web, port: {number: 80}}}
        """
            .replace("PATH", path));
  }

  @Test
  void ingressAsksForWhatItIsGranted() throws Exception {
    ingress("/one");
    String account = "causeway-ingress";
    try (ConfigurableApplicationContext context =
        run(
            Role.INGRESS,
            account,
            "--causeway.kubernetes.lease-namespace=" + system(),
            "--causeway.ingress.controller=example.com/" + shop())) {
      assertThat(context.isActive()).isTrue();
      Route made = awaitRoute(route -> "/one".equals(route.getSpec().getPath()));
      admin()
          .resource(
              new RouteBuilder(made)
                  .editSpec()
                  .editTo()
                  .withName("somebody-else")
                  .endTo()
                  .endSpec()
                  .build())
          .update();
      admit(awaitRoute(route -> "web".equals(route.getSpec().getTo().getName())));
      await().atMost(PATIENCE).until(() -> addresses() == 1);
      ingress("/two");
      awaitRoute(route -> "/two".equals(route.getSpec().getPath()));
      awaitNothingSpare(account);
    }
    nothingIsMissing(account);
  }

  @Test
  void cleanupAsksForWhatItIsGranted() throws Exception {
    route("balance: random");
    ingress("/one");
    String router = shop() + "-default";
    Route route = admin().resources(Route.class).inNamespace(shop()).withName("web").get();
    admin()
        .resource(
            new RouteBuilder(route)
                .withNewStatus()
                .addNewIngress()
                .withRouterName(router)
                .endIngress()
                .endStatus()
                .build())
        .updateStatus();
    IngressLoadBalancerIngress address = new IngressLoadBalancerIngress();
    address.setHostname("router-default.apps.test");
    admin()
        .resource(
            new IngressBuilder(
                    admin().network().v1().ingresses().inNamespace(shop()).withName("web").get())
                .withNewStatus()
                .withNewLoadBalancer()
                .withIngress(address)
                .endLoadBalancer()
                .endStatus()
                .build())
        .updateStatus();
    String account = "causeway-cleanup";
    ConfigurableApplicationContext context =
        run(
            Role.CLEANUP,
            account,
            "--causeway.kubernetes.lease-namespace=" + system(),
            "--causeway.status.router-name-prefix=" + shop() + "-",
            "--causeway.ingress.controller=example.com/" + shop());
    assertThat(SpringApplication.exit(context)).isZero();
    assertThat(addresses()).isZero();
    assertThat(
            admin()
                .resources(Route.class)
                .inNamespace(shop())
                .withName("web")
                .get()
                .getStatus()
                .getIngress())
        .isEmpty();
    awaitNothingSpare(account);
    nothingIsMissing(account);
  }

  private Route awaitRoute(Predicate<Route> condition) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> admin().resources(Route.class).inNamespace(shop()).list().getItems(),
            routes -> routes.size() == 1 && condition.test(routes.getFirst()))
        .getFirst();
  }

  private void admit(Route route) {
    Route admitted =
        new RouteBuilder(route)
            .withNewStatus()
            .addNewIngress()
            .withHost(route.getSpec().getHost())
            .withRouterName("default")
            .withRouterCanonicalHostname("router-default.apps.test")
            .addNewCondition()
            .withType("Admitted")
            .withStatus("True")
            .endCondition()
            .endIngress()
            .endStatus()
            .build();
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsMatching(
            e -> e instanceof KubernetesClientException refused && refused.getCode() == 409)
        .until(() -> admin().resource(admitted).updateStatus() != null);
  }

  private int addresses() {
    Ingress ingress = admin().network().v1().ingresses().inNamespace(shop()).withName("web").get();
    return ingress.getStatus() == null
            || ingress.getStatus().getLoadBalancer() == null
            || ingress.getStatus().getLoadBalancer().getIngress() == null
        ? 0
        : ingress.getStatus().getLoadBalancer().getIngress().size();
  }
}
