package dev.causeway.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.causeway.testkit.docs.GeneratedPage;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.openshift.api.model.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/**
 * Both charts with the images of this build as pods of K3s, the examples applied, and requests from
 * outside. Never run so far: it was written where there is no container engine.
 */
@EnabledIfSystemProperty(
    named = "causeway.containers",
    matches = "true",
    disabledReason = "needs a container engine: run with -Pcontainers")
final class K3sContainersTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String NAMESPACE = "causeway-system";
  private static final String DEMO = "demo";
  private static final int HTTP = 30080;
  private static final String K3S =
      System.getProperty("causeway.containers.k3s", "rancher/k3s:v1.34.1-k3s1");
  private static final List<String> IMAGES =
      List.of("causeway-control-plane", "causeway-router", "causeway-demo-origins");

  @TempDir private Path temp;

  private static Path archive(String image) {
    String folder = System.getProperty("causeway.containers.images", "");
    return (folder.isEmpty()
            ? GeneratedPage.repository().resolve(".causeway/images")
            : Path.of(folder))
        .resolve(image + ".tar");
  }

  @Test
  void examplesAreServedFromPodsAndNothingOfItStays() throws Exception {
    assumeTrue(
        DockerClientFactory.instance().isDockerAvailable(),
        "no container engine answers; nothing was tried");
    for (String image : IMAGES) {
      assumeTrue(
          Files.exists(archive(image)),
          () -> archive(image) + " is missing: ./causeway images --base BASE.tar makes it");
    }
    try (K3sContainer k3s = new K3sContainer(DockerImageName.parse(K3S))) {
      k3s.addExposedPorts(HTTP);
      k3s.start();
      for (String image : IMAGES) {
        String inside = "/tmp/" + image + ".tar";
        k3s.copyFileToContainer(MountableFile.forHostPath(archive(image)), inside);
        run(k3s, "ctr", "--namespace", "k8s.io", "images", "import", inside);
      }
      Path kubeconfig = Files.writeString(temp.resolve("kubeconfig"), k3s.getKubeConfigYaml());
      try (RealCluster cluster = new RealCluster(kubeconfig)) {
        install(cluster);
        applyExamples(k3s, cluster.admin());
        requestsAreAnswered(k3s);
        statusIsVisible(k3s, cluster.admin());
        uninstallationCleansUp(cluster);
      }
    }
  }

  private static String run(K3sContainer k3s, String... command) throws Exception {
    ExecResult result = k3s.execInContainer(command);
    assertThat(result.getExitCode())
        .as("%s: %s", String.join(" ", command), result.getStderr())
        .isZero();
    return result.getStdout();
  }

  private static void install(RealCluster cluster) {
    cluster.namespace(NAMESPACE);
    cluster.install("causeway-crds", NAMESPACE);
    cluster.awaitDefinition("routes.route.openshift.io");
    cluster.install(
        "causeway",
        NAMESPACE,
        Map.of(
            "image.tag",
            "local",
            "domain",
            "apps.localhost",
            "controlPlane.replicas",
            1,
            "routerDefaults.service.type",
            "NodePort",
            "routerDefaults.service.nodePorts.http",
            HTTP,
            "routerDefaults.shutdown.delaySeconds",
            1,
            "routerDefaults.shutdown.drainSeconds",
            5));
    for (String role : List.of("control-plane", "status", "ingress")) {
      ready(cluster.admin(), NAMESPACE, "causeway-" + role);
    }
    ready(cluster.admin(), "openshift-ingress", "causeway-router-default");
  }

  private static void ready(KubernetesClient admin, String namespace, String deployment) {
    admin
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName(deployment)
        .waitUntilReady(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** A pod fills the examples in for its own address, and then serves what they route to. */
  private static void applyExamples(K3sContainer k3s, KubernetesClient admin) throws Exception {
    Map<String, String> files = examples();
    StringBuilder items = new StringBuilder();
    files
        .keySet()
        .forEach(
            path ->
                items.append("- {key: %s, path: %s}\n".formatted(path.replace('/', '_'), path)));
    Map<String, String> data = new TreeMap<>();
    files.forEach((path, text) -> data.put(path.replace('/', '_'), text));
    admin
        .configMaps()
        .inNamespace(NAMESPACE)
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("examples")
                .endMetadata()
                .withData(data)
                .build())
        .create();
    String container =
        """
        image: causeway-demo-origins:local
        imagePullPolicy: Never
        volumeMounts:
        - {name: examples, mountPath: /examples}
        - {name: state, mountPath: /var/lib/causeway}
        """;
    String pod =
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: origins}
        spec:
          securityContext: {fsGroup: 65532}
          initContainers:
          - name: prepare
            args: [prepare, --origin-address, $(ADDRESS)]
            env: [{name: ADDRESS, valueFrom: {fieldRef: {fieldPath: status.podIP}}}]
        %1$s
          containers:
          - name: origins
        %1$s
          volumes:
          - {name: state, emptyDir: {}}
          - name: examples
            configMap:
              name: examples
              items:
        %2$s
        """
            .formatted(container.indent(4).stripTrailing(), items.toString().indent(6));
    Pod origins =
        admin
            .pods()
            .inNamespace(NAMESPACE)
            .resource(Serialization.unmarshal(pod, Pod.class))
            .create();
    admin
        .pods()
        .inNamespace(NAMESPACE)
        .withName("origins")
        .waitUntilReady(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    run(
        k3s,
        "kubectl",
        "apply",
        "--recursive",
        "--filename",
        "/var/lib/kubelet/pods/"
            + origins.getMetadata().getUid()
            + "/volumes/kubernetes.io~empty-dir/state/manifests");
  }

  /** Returns the manifests by their path below the folder of examples. */
  private static Map<String, String> examples() {
    Path folder = GeneratedPage.repository().resolve("examples");
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(each -> each.toString().endsWith(".yaml")).toList()) {
        files.put(folder.relativize(file).toString(), Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private static void requestsAreAnswered(K3sContainer k3s) {
    awaitAnswer(k3s, "hello.apps.localhost", "HTTP/1.1 200");
    // Nothing routes there.
    awaitAnswer(k3s, "nobody.apps.localhost", "HTTP/1.1 503");
  }

  private static void awaitAnswer(K3sContainer k3s, String host, String status) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> answer(k3s, host), answer -> answer.startsWith(status));
  }

  private static String answer(K3sContainer k3s, String host) throws IOException {
    try (Socket socket = new Socket(k3s.getHost(), k3s.getMappedPort(HTTP))) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                  .formatted(host)
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> routers(KubernetesClient admin) {
    List<String> routers = new ArrayList<>();
    for (Route route : admin.resources(Route.class).inNamespace(DEMO).list().getItems()) {
      if (route.getStatus() != null && route.getStatus().getIngress() != null) {
        route.getStatus().getIngress().forEach(entry -> routers.add(entry.getRouterName()));
      }
    }
    return routers;
  }

  private static void statusIsVisible(K3sContainer k3s, KubernetesClient admin) throws Exception {
    int routes = admin.resources(Route.class).inNamespace(DEMO).list().getItems().size();
    Awaitility.await().atMost(PATIENCE).until(() -> routers(admin).size() >= routes);
    assertThat(run(k3s, "kubectl", "get", "routes", "--namespace", DEMO))
        .contains("hello.apps.localhost");
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () ->
                admin.network().v1().ingresses().inNamespace(DEMO).list().getItems().stream()
                    .anyMatch(K3sContainersTest::hasHostname));
    assertThat(run(k3s, "kubectl", "get", "ingress", "--namespace", DEMO))
        .contains("router-default.apps.localhost");
  }

  private static boolean hasHostname(Ingress ingress) {
    return ingress.getStatus() != null
        && ingress.getStatus().getLoadBalancer() != null
        && ingress.getStatus().getLoadBalancer().getIngress() != null
        && ingress.getStatus().getLoadBalancer().getIngress().stream()
            .anyMatch(entry -> "router-default.apps.localhost".equals(entry.getHostname()));
  }

  private static void uninstallationCleansUp(RealCluster cluster) {
    cluster.uninstallWithHooks("causeway", NAMESPACE);
    assertThat(routers(cluster.admin())).isEmpty();
    assertThat(cluster.admin().network().v1().ingresses().inNamespace(DEMO).list().getItems())
        .noneMatch(K3sContainersTest::hasHostname);
  }
}
