package dev.causeway.controlplane.ingress;

import static org.awaitility.Awaitility.await;

import dev.causeway.controlplane.leader.FakeApiServer;
import dev.causeway.manifests.ingress.IngressOptions;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.openshift.api.model.Route;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An API server on a socket, what is in it, and roles that work on it. */
abstract class IngressRoleFixture {
  static final Duration LIMIT = Duration.ofSeconds(30);

  final FakeApiServer server = new FakeApiServer();
  final KubernetesClient admin = server.client("admin");
  final AtomicBoolean leads = new AtomicBoolean(true);
  final AtomicInteger asks = new AtomicInteger();
  final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final List<IngressRole> roles = new ArrayList<>();

  @BeforeEach
  void fill() {
    ingressClass("causeway", "causeway.dev/ingress");
    ingressClass("openshift", "openshift.io/ingress-to-route");
    service("web", 80);
    service("api", 80);
  }

  @AfterEach
  void stop() {
    roles.forEach(IngressRole::stopped);
    server.close();
  }

  IngressRole start(String... namespaces) {
    IngressRole role =
        new IngressRole(
            server.client("ingress"),
            new IngressRole.Options(
                IngressOptions.DEFAULT, Set.of(namespaces), 2, Duration.ofMillis(50)),
            "replica",
            Duration.ofSeconds(5),
            Clock.systemUTC(),
            meters);
    roles.add(role);
    role.started(
        () -> {
          asks.incrementAndGet();
          return leads.get();
        });
    return role;
  }

  void put(HasMetadata object) {
    admin.resource(object).createOr(resource -> resource.update());
  }

  void ingressClass(String name, String controller) {
    put(
        new IngressClassBuilder()
            .withNewMetadata()
            .withName(name)
            .endMetadata()
            .withNewSpec()
            .withController(controller)
            .endSpec()
            .build());
  }

  void service(String name, int port) {
    put(
        new ServiceBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName(name)
            .endMetadata()
            .withNewSpec()
            .addNewPort()
            .withName("p" + port)
            .withPort(port)
            .endPort()
            .endSpec()
            .build());
  }

  static Secret secret(String name, String certificate) {
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace("shop")
        .withName(name)
        .endMetadata()
        .withType("kubernetes.io/tls")
        .withData(Map.of("tls.crt", base64(certificate), "tls.key", base64("key")))
        .build();
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  static IngressBuilder ingress(String name, String className, String... paths) {
    IngressBuilder ingress =
        new IngressBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName(name)
            .endMetadata()
            .withNewSpec()
            .withIngressClassName(className)
            .addNewRule()
            .withHost(name + ".test")
            .withNewHttp()
            .endHttp()
            .endRule()
            .endSpec();
    for (String path : paths) {
      ingress =
          ingress
              .editSpec()
              .editFirstRule()
              .editHttp()
              .addNewPath()
              .withPath(path)
              .withPathType("Prefix")
              .withNewBackend()
              .withNewService()
              .withName("web")
              .withNewPort()
              .withNumber(80)
              .endPort()
              .endService()
              .endBackend()
              .endPath()
              .endHttp()
              .endRule()
              .endSpec();
    }
    return ingress;
  }

  static IngressBuilder withTls(IngressBuilder ingress, String secret) {
    String host = ingress.build().getSpec().getRules().getFirst().getHost();
    return ingress.editSpec().addNewTl().withHosts(host).withSecretName(secret).endTl().endSpec();
  }

  List<Route> routes() {
    return admin.resources(Route.class).inNamespace("shop").list().getItems();
  }

  List<Route> awaitRoutes(Predicate<List<Route>> condition) {
    return await().atMost(LIMIT).until(this::routes, condition);
  }

  void awaitPaths(String... paths) {
    awaitRoutes(
        routes ->
            routes.stream()
                .map(route -> route.getSpec().getHost() + route.getSpec().getPath())
                .sorted()
                .toList()
                .equals(List.of(paths)));
  }

  Ingress stored(String name) {
    return admin.network().v1().ingresses().inNamespace("shop").withName(name).get();
  }

  List<Event> events(String reason) {
    return admin.v1().events().inNamespace("shop").list().getItems().stream()
        .filter(event -> event.getReason().equals(reason))
        .toList();
  }

  /** Returns the requests of the role that wrote something. */
  List<String> writes() {
    return List.of("POST", "PUT", "PATCH", "DELETE").stream()
        .flatMap(method -> server.asked(method, "/").stream())
        .filter(asked -> asked.client().contains("ingress"))
        .map(asked -> asked.method() + " " + asked.path())
        .toList();
  }
}
