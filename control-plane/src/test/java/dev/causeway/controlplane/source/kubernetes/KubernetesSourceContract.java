package dev.causeway.controlplane.source.kubernetes;

import static dev.causeway.controlplane.source.kubernetes.ClusterObjects.secret;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.controlplane.source.SourceUpdate;
import dev.causeway.manifests.ManifestProblem;
import dev.causeway.routing.input.ConfigMapInput;
import dev.causeway.routing.input.InputChange;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.NamespaceInput;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.input.RouteInput;
import dev.causeway.routing.input.SecretInput;
import dev.causeway.routing.model.KeyMaterial;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds of the source whatever serves the API. */
abstract class KubernetesSourceContract {
  static final String SUBJECT = "system:serviceaccount:openshift-ingress:router";

  private Recorder recorder = new Recorder();
  private @Nullable KubernetesSource source;

  /** Returns a client that may do everything. */
  abstract KubernetesClient admin();

  /** Returns a client as the source has it. */
  abstract KubernetesClient reader();

  /** Returns a namespace of this test. */
  abstract String namespace();

  /** Returns the namespace of IngressControllers of this test. */
  abstract String controllers();

  /** Returns the namespace of default certificates of this test. */
  abstract String operands();

  /** Takes everything down that this test set up. */
  abstract void release();

  /** Allows routers to read a Secret of this test's namespace. */
  abstract void grant(String secret);

  private ClusterObjects cluster() {
    return new ClusterObjects(admin());
  }

  @BeforeEach
  void namespaces() {
    recorder = new Recorder();
    for (String each : List.of(namespace(), controllers(), operands())) {
      cluster()
          .apply(
              """
              apiVersion: v1
              kind: Namespace
              metadata: {name: %s, labels: {team: blue}}
              """
                  .formatted(each));
    }
  }

  @AfterEach
  void close() {
    if (source != null) {
      source.close();
    }
    release();
  }

  private void start(Set<String> secretNamespaces) {
    source =
        new KubernetesSource(
            reader(),
            new KubernetesSourceOptions(
                controllers(),
                operands(),
                secretNamespaces,
                SUBJECT,
                Set.of(new ObjectKey(InputKind.SECRET, operands(), "own")),
                operands(),
                Set.of(new ObjectKey(InputKind.CONFIG_MAP, operands(), "service-ca")),
                Duration.ofSeconds(2)),
            recorder);
    source.start();
  }

  private void start() {
    start(Set.of());
    recorder.until("first update", r -> !r.updates().isEmpty());
  }

  private String route(String name, String host, String tls) {
    return """
    apiVersion: route.openshift.io/v1
    kind: Route
    metadata: {name: %s, namespace: %s, annotations: {note: "Größe ✓"}}
    spec: {host: %s, to: {kind: Service, name: web}%s}
    """
        .formatted(name, namespace(), host, tls);
  }

  private static String external(String secret) {
    return ", tls: {termination: edge, externalCertificate: {name: " + secret + "}}";
  }

  private static String tlsSecret(String namespace, String name, String key) {
    return secret(namespace, name, "kubernetes.io/tls", key);
  }

  private boolean secretIs(String namespace, String name, String key) {
    return recorder.get(InputKind.SECRET, namespace, name) instanceof SecretInput secret
        && Objects.equals(KeyMaterial.ofText(key), secret.data().get("tls.key"));
  }

  /** Of this test's objects; a real cluster has others. */
  private List<ManifestProblem> problems() {
    return recorder.problems().stream()
        .filter(problem -> problem.object().contains(" " + namespace() + "/"))
        .toList();
  }

  @Test
  void firstUpdateCarriesEverythingThereIs() {
    grant("used");
    cluster()
        .apply(
            route("web", "www.example.com", external("used"))
                + "---\n"
                + """
                apiVersion: v1
                kind: Service
                metadata: {name: web, namespace: %1$s}
                spec: {ports: [{name: http, port: 80, protocol: TCP, targetPort: 8080}]}
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: web-1, namespace: %1$s, labels: {kubernetes.io/service-name: web}}
                addressType: IPv4
                endpoints: [{addresses: [10.0.0.1], conditions: {ready: true}}]
                ports: [{name: http, port: 8080, protocol: TCP}]
                ---
                apiVersion: operator.openshift.io/v1
                kind: IngressController
                metadata: {name: default, namespace: %2$s}
                spec: {domain: apps.example.com, defaultCertificate: {name: default-cert}}
                """
                    .formatted(namespace(), controllers())
                + "---\n"
                + tlsSecret(namespace(), "used", "key one")
                + "---\n"
                + tlsSecret(namespace(), "unused", "key two")
                + "---\n"
                + secret(operands(), "default-cert", "Opaque", "key three"));
    start();

    SourceUpdate first = recorder.updates().getFirst();
    assertThat(first.changes())
        .extracting(InputChange::key)
        .contains(
            new ObjectKey(InputKind.ROUTE, namespace(), "web"),
            new ObjectKey(InputKind.SERVICE, namespace(), "web"),
            new ObjectKey(InputKind.ENDPOINT_SLICE, namespace(), "web-1"),
            new ObjectKey(InputKind.NAMESPACE, "", namespace()),
            new ObjectKey(InputKind.INGRESS_CONTROLLER, controllers(), "default"),
            new ObjectKey(InputKind.SECRET, namespace(), "used"),
            new ObjectKey(InputKind.SECRET, operands(), "default-cert"))
        .doesNotContain(new ObjectKey(InputKind.SECRET, namespace(), "unused"));
    assertThat(problems()).isEmpty();
    assertThat(first.versions()).containsKeys("Route", "Service", "Namespace");
    RouteInput route = (RouteInput) recorder.get(InputKind.ROUTE, namespace(), "web");
    assertThat(Objects.requireNonNull(route).origin().source())
        .isEqualTo(reader().getMasterUrl().toString().replaceFirst("/$", ""));
    assertThat(route.metadata().annotations()).containsEntry("note", "Größe ✓");
    SecretInput secret = (SecretInput) recorder.get(InputKind.SECRET, namespace(), "used");
    assertThat(Objects.requireNonNull(secret).metadata().annotations()).isEmpty();
    NamespaceInput namespace = (NamespaceInput) recorder.get(InputKind.NAMESPACE, "", namespace());
    assertThat(Objects.requireNonNull(namespace).metadata().labels()).containsEntry("team", "blue");
  }

  @Test
  void changesAndRemovalsAreToldAsTheyHappen() {
    start();
    cluster().apply(route("web", "one.example.com", ""));
    recorder.until("created", r -> r.has(InputKind.ROUTE, namespace(), "web"));
    cluster().apply(route("web", "zwei-ü.example.com", ""));
    recorder.until(
        "changed",
        r ->
            r.get(InputKind.ROUTE, namespace(), "web") instanceof RouteInput route
                && route.host().equals("zwei-ü.example.com")
                && "Größe ✓".equals(route.metadata().annotations().get("note")));
    cluster().delete(WatchedKind.ROUTES, namespace(), "web");
    recorder.until("removed", r -> !r.has(InputKind.ROUTE, namespace(), "web"));
  }

  @Test
  void routeAndTheSecretItBeginsToReferToComeTogether() {
    grant("cert");
    cluster().apply(tlsSecret(namespace(), "cert", "key one"));
    start();
    cluster().apply(route("web", "www.example.com", external("cert")));
    recorder.until("route", r -> r.has(InputKind.ROUTE, namespace(), "web"));
    SourceUpdate update =
        recorder.updates().stream()
            .filter(
                each ->
                    each.changes().stream()
                        .anyMatch(
                            change ->
                                change
                                    .key()
                                    .equals(new ObjectKey(InputKind.ROUTE, namespace(), "web"))))
            .findFirst()
            .orElseThrow();
    assertThat(update.changes())
        .extracting(InputChange::key)
        .contains(new ObjectKey(InputKind.SECRET, namespace(), "cert"));

    cluster().apply(tlsSecret(namespace(), "cert", "key two"));
    recorder.until("rotated", r -> secretIs(namespace(), "cert", "key two"));
    cluster().delete(WatchedKind.SECRETS, namespace(), "cert");
    recorder.until("deleted", r -> !r.has(InputKind.SECRET, namespace(), "cert"));
    cluster().apply(tlsSecret(namespace(), "cert", "key three"));
    recorder.until("created again", r -> secretIs(namespace(), "cert", "key three"));
    cluster().apply(route("web", "www.example.com", ", tls: {termination: edge}"));
    recorder.until("let go", r -> !r.has(InputKind.SECRET, namespace(), "cert"));
    assertThat(recorder.has(InputKind.ROUTE, namespace(), "web")).isTrue();
  }

  @Test
  void routeWhoseSecretIsMissingIsToldAndTheSecretFollows() {
    grant("late");
    start();
    cluster().apply(route("web", "www.example.com", external("late")));
    recorder.until("route", r -> r.has(InputKind.ROUTE, namespace(), "web"));
    assertThat(recorder.has(InputKind.SECRET, namespace(), "late")).isFalse();
    cluster().apply(tlsSecret(namespace(), "late", "key"));
    recorder.until("secret", r -> secretIs(namespace(), "late", "key"));
  }

  @Test
  void secretThatRoutersMayNotReadIsWithheldUntilTheyMay() {
    cluster().apply(tlsSecret(namespace(), "cert", "key"));
    start();
    cluster().apply(route("web", "www.example.com", external("cert")));
    recorder.until("route", r -> r.has(InputKind.ROUTE, namespace(), "web"));
    assertThat(recorder.get(InputKind.SECRET, namespace(), "cert"))
        .isInstanceOfSatisfying(
            SecretInput.class,
            secret -> {
              assertThat(secret.data()).isEmpty();
              assertThat(secret.withheld()).contains(SUBJECT + " must be allowed to get");
            });
    grant("cert");
    cluster().apply(tlsSecret(namespace(), "cert", "key two"));
    recorder.until("granted", r -> secretIs(namespace(), "cert", "key two"));
  }

  @Test
  void defaultCertificateOfAnyTypeIsFollowedByName() {
    start();
    controller("{domain: apps.example.com, defaultCertificate: {name: wild}}");
    recorder.until(
        "controller", r -> r.has(InputKind.INGRESS_CONTROLLER, controllers(), "default"));
    cluster().apply(secret(operands(), "wild", "Opaque", "key one"));
    recorder.until("created", r -> secretIs(operands(), "wild", "key one"));
    cluster().apply(secret(operands(), "wild", "Opaque", "key two"));
    recorder.until("rotated", r -> secretIs(operands(), "wild", "key two"));
    cluster().delete(WatchedKind.SECRETS, operands(), "wild");
    recorder.until("deleted", r -> !r.has(InputKind.SECRET, operands(), "wild"));
    cluster().delete(WatchedKind.INGRESS_CONTROLLERS, controllers(), "default");
    recorder.until(
        "controller gone", r -> !r.has(InputKind.INGRESS_CONTROLLER, controllers(), "default"));
  }

  @Test
  void secretOfTheInstallationIsReadWhoeverRefersToIt() {
    cluster().apply(secret(operands(), "own", "Opaque", "key one"));
    start();
    assertThat(secretIs(operands(), "own", "key one")).as("told first").isTrue();
    cluster().delete(WatchedKind.SECRETS, operands(), "own");
    recorder.until("deleted", r -> !r.has(InputKind.SECRET, operands(), "own"));
  }

  @Test
  void configMapOfTheInstallationIsReadWhoeverRefersToIt() {
    cluster().apply(ClusterObjects.serviceCa(operands(), "service-ca", "one"));
    start();
    assertThat(holds("service-ca", "service-ca.crt", "one")).as("told first").isTrue();
    controller("{httpErrorCodePages: {name: service-ca}}");
    recorder.until(
        "controller", r -> r.has(InputKind.INGRESS_CONTROLLER, controllers(), "default"));
    cluster().delete(WatchedKind.INGRESS_CONTROLLERS, controllers(), "default");
    recorder.until(
        "controller gone", r -> !r.has(InputKind.INGRESS_CONTROLLER, controllers(), "default"));
    cluster().apply(ClusterObjects.serviceCa(operands(), "service-ca", "two"));
    recorder.until("still followed", r -> holds("service-ca", "service-ca.crt", "two"));
    cluster().delete(WatchedKind.CONFIG_MAPS, operands(), "service-ca");
    recorder.until("deleted", r -> !r.has(InputKind.CONFIG_MAP, operands(), "service-ca"));
  }

  private void controller(String spec) {
    cluster().apply(ClusterObjects.controller(controllers(), spec));
  }

  private boolean holds(String map, String key, String text) {
    return recorder.get(InputKind.CONFIG_MAP, operands(), map) instanceof ConfigMapInput input
        && text.equals(input.data().get(key));
  }

  @Test
  void authoritiesOfClientsAreFollowedByName() {
    cluster()
        .apply(
            ClusterObjects.authority(operands(), "clients", "one")
                + "---\n"
                + ClusterObjects.authority(operands(), "other", "x"));
    controller("{clientTLS: {clientCertificatePolicy: Required, clientCA: {name: clients}}}");
    start();
    assertThat(holds("clients", "ca-bundle.pem", "one")).as("told first").isTrue();
    assertThat(recorder.has(InputKind.CONFIG_MAP, operands(), "other")).isFalse();
    cluster().apply(ClusterObjects.authority(operands(), "clients", "two"));
    recorder.until("changed", r -> holds("clients", "ca-bundle.pem", "two"));
    cluster().delete(WatchedKind.INGRESS_CONTROLLERS, controllers(), "default");
    recorder.until("let go", r -> !r.has(InputKind.CONFIG_MAP, operands(), "clients"));
  }

  @Test
  void objectThatCannotBeMappedIsAProblemOfThatObjectAlone() {
    cluster().apply(route("good", "good.example.com", ""));
    cluster().apply(route("bad", "bad.example.com", ", path: [no, text]"));
    start();
    assertThat(recorder.has(InputKind.ROUTE, namespace(), "good")).isTrue();
    assertThat(recorder.has(InputKind.ROUTE, namespace(), "bad")).isFalse();
    assertThat(problems()).singleElement().asString().contains("spec.path");

    cluster().apply(route("bad", "bad.example.com", ", path: /text"));
    recorder.until("mended", r -> r.has(InputKind.ROUTE, namespace(), "bad"));
    assertThat(problems()).isEmpty();
    cluster().apply(route("bad", "bad.example.com", ", alternateBackends: {kind: Service}"));
    recorder.until("broken", r -> !r.has(InputKind.ROUTE, namespace(), "bad"));
    assertThat(problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.object()).isEqualTo("Route " + namespace() + "/bad");
              assertThat(problem.field()).isEqualTo("spec.alternateBackends");
              assertThat(problem.lost()).isTrue();
            });
    cluster().apply(route("later", "later.example.com", ""));
    recorder.until("later", r -> r.has(InputKind.ROUTE, namespace(), "later"));
    cluster().apply(route("bad", "bad.example.com", ""));
    recorder.until("no problem", _ -> problems().isEmpty());
  }

  @Test
  void secretsOfOtherNamespacesAreNotReadWhereOnlySomeAre() {
    grant("cert");
    cluster().apply(route("web", "www.example.com", external("cert")));
    cluster().apply(tlsSecret(namespace(), "cert", "key"));
    start(Set.of(operands()));
    recorder.until("first update", r -> !r.updates().isEmpty());
    assertThat(recorder.has(InputKind.ROUTE, namespace(), "web")).isTrue();
    assertThat(recorder.get(InputKind.SECRET, namespace(), "cert"))
        .isInstanceOfSatisfying(
            SecretInput.class,
            secret -> {
              assertThat(secret.data()).isEmpty();
              assertThat(secret.withheld()).contains("to causeway.kubernetes.namespaces");
            });
    Objects.requireNonNull(source).close();

    start(Set.of(operands(), namespace()));
    recorder.until("secret", r -> secretIs(namespace(), "cert", "key"));
  }
}
