package dev.causeway.snapctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.controlplane.pipeline.ShardSet;
import dev.causeway.manifests.ManifestSet;
import dev.causeway.manifests.folder.ManifestFolder;
import dev.causeway.manifests.ingress.IngressOptions;
import dev.causeway.routing.compile.CompileOptions;
import dev.causeway.routing.input.InputChange;
import dev.causeway.snapctl.InspectionBench.Run;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code snapshot diff --live}: a folder against a control plane that serves another. */
final class SnapshotDiffTest {
  private static final String DOMAIN = "apps.test";

  @TempDir Path folder;
  private Path live;
  private Path next;
  private InspectionBench inspected;

  @BeforeEach
  void open() throws Exception {
    live = Files.createDirectory(folder.resolve("live"));
    next = Files.createDirectory(folder.resolve("next"));
    inspected = new InspectionBench(folder);
  }

  @AfterEach
  void close() {
    inspected.close();
  }

  /** What a control plane does with its folder, without the watching. */
  private void serveLive() throws Exception {
    ManifestSet set = ManifestFolder.read(live, IngressOptions.DEFAULT);
    List<InputChange> changes =
        set.objects().stream().<InputChange>map(InputChange.Put::new).toList();
    new ShardSet(
            List.of("default"),
            shard ->
                new CompileOptions(
                    shard,
                    DOMAIN,
                    "openshift-ingress",
                    false,
                    true,
                    Set.of(),
                    "causeway-ticket-keys",
                    "openshift-config",
                    null))
        .apply(changes)
        .forEach(inspected.shelf()::publish);
  }

  private Run diff(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("snapshot", "diff", "--live", "-f", next.toString(), "--domain", DOMAIN));
    arguments.addAll(List.of(more));
    return inspected.run(arguments.toArray(String[]::new));
  }

  private static void service(Path folder, String name, String... addresses) throws Exception {
    Files.writeString(
        folder.resolve("service-" + name + ".yaml"),
        """
        apiVersion: v1
        kind: Service
        metadata: {name: %1$s, namespace: shop}
        spec: {ports: [{name: http, port: 80, targetPort: 8080}]}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata:
          name: %1$s-1
          namespace: shop
          labels: {kubernetes.io/service-name: %1$s}
        addressType: IPv4
        ports: [{name: http, port: 8080, protocol: TCP}]
        endpoints: [{addresses: [%2$s]}]
        """
            .formatted(name, String.join("]}, {addresses: [", addresses)));
  }

  private static void route(Path folder, String name, String path, String service, String more)
      throws Exception {
    Files.writeString(
        folder.resolve("route-" + name + ".yaml"),
        """
        apiVersion: route.openshift.io/v1
        kind: Route
        metadata: {name: %s, namespace: shop, creationTimestamp: "2026-01-01T00:00:00Z"}
        spec:
          host: shop.apps.test
          path: %s
          to: {kind: Service, name: %s}
        %s"""
            .formatted(name, path, service, more));
  }

  private static String edge(X509Bundle bundle) {
    return "  tls:\n    termination: edge\n    certificate: |\n"
        + bundle.getCertificatePathPEM().strip().indent(6)
        + "    key: |\n"
        + bundle.getPrivateKeyPEM().strip().indent(6);
  }

  private static X509Bundle certificate() throws Exception {
    return new CertificateBuilder()
        .ecp256()
        .subject("CN=shop.apps.test")
        .addSanDnsName("shop.apps.test")
        .setIsCertificateAuthority(true)
        .buildSelfSigned();
  }

  @Test
  void theFolderThatIsServedChangesNothing() throws Exception {
    X509Bundle certificate = certificate();
    for (Path each : List.of(live, next)) {
      service(each, "web", "10.0.0.1");
      route(each, "web", "/", "web", edge(certificate));
    }
    serveLive();

    Run same = diff();

    assertThat(same.err()).isEmpty();
    assertThat(same.out()).contains("nothing would change");
    assertThat(same.code()).isZero();
  }

  @Test
  void namesRulesWithRoutesCertificatesAndEndpoints() throws Exception {
    service(live, "web", "10.0.0.1", "10.0.0.2");
    service(next, "web", "10.0.0.2", "10.0.0.3");
    service(next, "other", "10.0.0.9");
    route(live, "web", "/", "web", edge(certificate()));
    route(next, "web", "/", "other", edge(certificate()));
    route(live, "old", "/old", "web", "");
    route(next, "fresh", "/fresh", "web", "");
    serveLive();

    Run run = diff();

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains("~ rule shop.apps.test/ (Route shop/web): backends [shop/web:")
        .contains("- rule shop.apps.test/old (Route shop/old)")
        .contains("+ rule shop.apps.test/fresh (Route shop/fresh): to [shop/web:")
        .contains("~ host shop.apps.test: certificates [")
        .containsPattern("\\+ certificate \\S+: sha256 [0-9a-f]{16}\n")
        .containsPattern("- certificate \\S+: sha256 [0-9a-f]{16}\n")
        .containsPattern("~ endpoints shop/web:\\S*: -10\\.0\\.0\\.1:8080, \\+10\\.0\\.0\\.3:8080");
    Run json = diff("-o", "json");
    assertThat(json.code()).isEqualTo(1);
    assertThat(json.out())
        .contains("\"change\" : \"added\"")
        .contains("\"route\" : \"shop/fresh\"");
    for (Run each : List.of(run, json)) {
      assertThat(each.out()).doesNotContain("PRIVATE KEY").doesNotContain("BEGIN");
    }
  }

  @Test
  void whatIsNotServedOfTheFolderIsSaidBeside() throws Exception {
    service(live, "web", "10.0.0.1");
    service(next, "web", "10.0.0.1");
    route(live, "web", "/", "web", "");
    route(next, "web", "no-slash", "web", "");
    serveLive();

    Run run = diff();

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("- rule shop.apps.test/ (Route shop/web)");
    assertThat(run.err()).contains("route-web.yaml:1: error: Route shop/web");
  }

  @Test
  void aShardThatTheFolderDoesNotMakeIsWrongUsage() throws Exception {
    service(live, "web", "10.0.0.1");
    service(next, "web", "10.0.0.1");
    serveLive();

    Run run = diff("--shards", "internal");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("makes no shard default").hasLineCount(1);
  }
}
